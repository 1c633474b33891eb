"""The worked example of the guide for authors is a case that plays."""

import re

from ruamel.yaml import YAML

from server import paths
from server.content.schema import CaseSchema

BLOCKS = re.findall(r"```yaml\n(.*?)```", (paths.CONTENT / "WRITING.md").read_text(), re.DOTALL)


def test_the_case_of_the_guide_is_one_that_the_check_takes():
    case, scene = (YAML(typ="safe").load(block) for block in BLOCKS)

    assert {} == CaseSchema().validate({**case, **scene})
    assert "roleplay" in scene
