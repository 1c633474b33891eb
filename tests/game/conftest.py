"""How the property tests run: the same examples every time; many more of them with UPTOYOU_FULL=1."""

from hypothesis import HealthCheck, Phase, settings

from tests.support.counts import usually

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)

settings.register_profile(
    "usual",
    derandomize=True,
    database=None,
    deadline=None,
    print_blob=False,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=SLOW,
)
settings.register_profile("full", settings.get_profile("usual"), derandomize=False, max_examples=2_000)
settings.load_profile(usually("usual", full="full"))
