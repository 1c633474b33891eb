"""Where phones find this server, and the few settings that it remembers."""

import stat
from dataclasses import dataclass

import pytest

from server.service import address
from server.service.address import Address, Choice, Memory, choices


@dataclass
class Ip:
    ip: object
    is_IPv4: bool = True  # noqa: N815 (ifaddr's name)


@dataclass
class Adapter:
    nice_name: str
    ips: list[Ip]


def adapters(**ips: str) -> list[Adapter]:
    """Adapters with one IPv4 address each; a ``_`` in a name stands for a hyphen."""
    return [Adapter(name.replace("_", "-"), [Ip(ip)]) for name, ip in ips.items()]


@pytest.fixture
def memory(tmp_path):
    return Memory(tmp_path / "server.json")


@pytest.fixture
def network(monkeypatch):
    """A network that a test plugs in as it likes; empty at first."""
    plugged: list[Adapter] = []
    monkeypatch.setattr(address, "choices", lambda: choices(lambda: plugged))
    return plugged


# Which addresses there are


@pytest.mark.parametrize(
    ("here", "first"),
    [
        ({"eth0": "10.0.0.5", "wlan0": "192.168.1.7"}, "192.168.1.7"),
        ({"eth0": "172.20.1.9", "wlan0": "10.0.0.5"}, "10.0.0.5"),
        ({"eth0": "85.10.3.4", "wlan0": "172.20.1.9"}, "172.20.1.9"),
        ({"docker0": "192.168.99.1", "eth0": "85.10.3.4"}, "85.10.3.4"),
        ({"wlan0": "192.168.1.7", "eth0": "192.168.1.8"}, "192.168.1.7"),
    ],
    ids=["home before office", "office before the rest", "private before public", "real before virtual", "as found"],
)
def test_the_likeliest_address_comes_first(here, first):
    assert first == choices(lambda: adapters(**here))[0].ip


@pytest.mark.parametrize(
    "name",
    [
        "docker0",
        "br-1f2e",
        "veth12",
        "virbr0",
        "vmnet8",
        "vboxnet0",
        "tun0",
        "utun3",
        "tailscale0",
        "wg0",
        "ztx",
        "vEthernet (WSL)",
        "Hyper-V Virtual Ethernet Adapter",
        "VMware Virtual Ethernet Adapter for VMnet8",
        "VirtualBox Host-Only Ethernet Adapter",
        "TAP-Windows Adapter V9",
    ],
)
def test_an_adapter_that_no_phone_is_on_comes_last(name):
    found = choices(lambda: [Adapter(name, [Ip("192.168.5.5")]), Adapter("eth0", [Ip("85.10.3.4")])])

    assert ["85.10.3.4", "192.168.5.5"] == [one.ip for one in found]


@pytest.mark.parametrize("ip", ["127.0.0.1", "127.8.8.8", "169.254.10.10", "0.0.0.0"])
def test_an_address_that_no_phone_can_reach_is_left_out(ip):
    assert () == choices(lambda: adapters(any=ip))


def test_addresses_of_the_sixth_version_are_left_out():
    assert () == choices(lambda: [Adapter("eth0", [Ip(("fe80::1", 0, 2), is_IPv4=False)])])


def test_an_adapter_with_two_addresses_offers_both():
    found = choices(lambda: [Adapter("eth0", [Ip("10.0.0.5"), Ip("192.168.1.7")])])

    assert [Choice("192.168.1.7", "eth0"), Choice("10.0.0.5", "eth0")] == list(found)


# Which one is used


def test_phones_are_sent_to_the_likeliest_address(network, memory):
    network.extend(adapters(eth0="10.0.0.5", wlan0="192.168.1.7"))

    assert "http://192.168.1.7:8420" == Address(8420, "", memory).url


def test_without_a_network_only_this_machine_is_left(network, memory):
    assert "http://127.0.0.1:8420" == Address(8420, "", memory).url


def test_a_public_address_stands_in_every_link(network, memory):
    network.extend(adapters(wlan0="192.168.1.7"))
    public = Address(8420, "https://play.example.org", memory)

    assert ("https://play.example.org", True) == (public.url, public.is_public)


def test_another_address_of_this_machine_can_be_chosen(network, memory):
    network.extend(adapters(eth0="10.0.0.5", wlan0="192.168.1.7"))
    here = Address(8420, "", memory)

    assert (True, "http://10.0.0.5:8420") == (here.choose("10.0.0.5"), here.url)


@pytest.mark.parametrize("ip", ["10.0.0.6", "", "evil.example", "127.0.0.1"])
def test_an_address_of_another_machine_cannot_be_chosen(network, memory, ip):
    network.extend(adapters(wlan0="192.168.1.7"))
    here = Address(8420, "", memory)

    assert (False, "http://192.168.1.7:8420") == (here.choose(ip), here.url)


def test_the_choice_is_kept_for_the_next_start(network, memory, tmp_path):
    network.extend(adapters(eth0="10.0.0.5", wlan0="192.168.1.7"))
    Address(8420, "", memory).choose("10.0.0.5")

    assert "10.0.0.5" == Address(8420, "", Memory(tmp_path / "server.json")).ip


def test_a_chosen_address_that_is_gone_gives_way_to_the_likeliest(network, memory):
    network.extend(adapters(eth0="10.0.0.5", wlan0="192.168.1.7"))
    here = Address(8420, "", memory)
    here.choose("10.0.0.5")
    network[:] = adapters(wlan0="192.168.1.7")
    here.look()

    assert "192.168.1.7" == here.ip


def test_looking_again_tells_whether_phones_have_to_go_elsewhere(network, memory):
    network.extend(adapters(wlan0="192.168.1.7"))
    here = Address(8420, "", memory)
    seen = [here.look()]
    network[:] = adapters(wlan0="192.168.1.9")
    seen += [here.look(), here.look()]

    assert [False, True, False] == seen


def test_a_further_address_sends_nobody_elsewhere(network, memory):
    network.extend(adapters(wlan0="192.168.1.7"))
    here = Address(8420, "", memory)
    network.extend(adapters(eth0="10.0.0.5"))

    assert (False, 2) == (here.look(), len(here.choices))


def test_behind_a_public_address_nobody_is_sent_elsewhere(network, memory):
    here = Address(8420, "https://play.example.org", memory)
    network.extend(adapters(wlan0="192.168.1.7"))

    assert not here.look()


# Memory


def test_what_was_set_is_there_at_the_next_start(memory, tmp_path):
    memory.set("port", "8421")

    assert "8421" == Memory(tmp_path / "server.json").get("port")


def test_what_was_never_set_is_empty(memory):
    assert "" == memory.get("port")


def test_setting_one_thing_keeps_the_others(memory, tmp_path):
    memory.set("port", "8421")
    memory.set("address", "10.0.0.5")

    assert "8421" == Memory(tmp_path / "server.json").get("port")


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00", b"[1, 2]", b'"text"', b"null", b"7"], ids=repr)
def test_a_damaged_memory_is_an_empty_one(tmp_path, content):
    file = tmp_path / "server.json"
    file.write_bytes(content)

    assert "" == Memory(file).get("port")


def test_a_damaged_memory_can_be_written_again(tmp_path):
    file = tmp_path / "server.json"
    file.write_bytes(b"{{{{")
    Memory(file).set("port", "8421")

    assert "8421" == Memory(file).get("port")


def test_a_folder_that_cannot_be_written_costs_the_memory_alone(tmp_path):
    (tmp_path / "file").touch()
    memory = Memory(tmp_path / "file" / "server.json")
    memory.set("port", "8421")

    assert "8421" == memory.get("port")


def test_the_memory_is_for_its_owner_alone(memory, tmp_path):
    memory.set("host_key", "h_secret")

    assert "-rw-------" == stat.filemode((tmp_path / "server.json").stat().st_mode)
