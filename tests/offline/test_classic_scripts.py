"""Modules become functions: what goes in and out of each, and what is refused."""

from __future__ import annotations

import pytest

from generator.offline.classic_scripts import UnknownModuleForm, module_function


@pytest.mark.parametrize(
    ("module", "inside"),
    [
        (
            'import { a, b as c } from "./other.js?1f";',
            'const { a, b: c } = await $need("assets/room/other.js");',
        ),
        ('import {\n a,\n b,\n} from "../next/x.js";', 'const { a, b } = await $need("assets/next/x.js");'),
        ('const late = () => import("./other.js");', 'const late = () => $load("./other.js");'),
        ("const here = import.meta.url;", "const here = $url;"),
        ("export const LIMIT = 3;", "const LIMIT = 3;"),
        ("export async function ask() {}", "async function ask() {}"),
        ('const text = "import export";', 'const text = "import export";'),
    ],
)
def test_a_form_becomes_its_classic_twin(module: str, inside: str) -> None:
    assert inside in module_function("assets/room/one.js", module)


def test_what_is_exported_is_handed_back() -> None:
    text = 'export const A = 1;\nexport class B {}\nimport { C } from "./c.js";\nexport { C };\n'
    assert "Object.assign($exported, {A, B, C});" in module_function("assets/room/one.js", text)


@pytest.mark.parametrize(
    "module",
    [
        'import everything from "./other.js";',
        'import * as all from "./other.js";',
        'import "./other.js";',
        "export default 3;",
        "export let changing = 1;",
        'export * from "./other.js";',
        "export { inner as outer };",
        "export const { a } = {};",
    ],
)
def test_an_unknown_form_is_refused(module: str) -> None:
    with pytest.raises(UnknownModuleForm, match=r"assets/room/one\.js"):
        module_function("assets/room/one.js", module)
