r"""Which TeX may stand in a sentence of the index, and what is wrong with the rest.

The typesetting library is lenient: it drops missing braces, prints unknown commands as they are and knows
commands that reach into the page (``\href``, ``\style``, ``\class``, ``\def``). So the TeX is read here
first, against a list of commands that make symbols and the usual constructions and nothing else. The first
fault is told, with its place; the others follow from it too often to help.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from generator.text.formula import TexFault
from generator.text.nearest import nearest

DEEPEST_BRACES = 12
"""Nobody reads deeper nesting in a sentence; the bound keeps the recursion of the typesetting library
shallow.
"""

ENVIRONMENTS = frozenset(
    {"matrix", "pmatrix", "bmatrix", "vmatrix", "Bmatrix", "Vmatrix", "cases", "smallmatrix"}
)

TEXT_COMMANDS = frozenset(
    {"text", "textbf", "textit", "textmd", "textnormal", "textrm", "textsf", "texttt", "textup", "mbox"}
)
"""Commands whose argument is words, taken as they are up to the closing brace."""

FRACTIONS_AND_ROOTS = "frac dfrac tfrac binom dbinom tbinom sqrt"
DELIMITERS = (
    "left middle right big Big bigg Bigg bigl Bigl biggl Biggl bigr Bigr biggr Biggr bigm Bigm biggm Biggm"
)
OVER_AND_UNDER = (
    "acute bar breve check dot ddot dddot grave hat mathring tilde vec widehat widetilde widecheck "
    "overline underline overbrace underbrace overset underset stackrel limits"
)
LETTER_STYLES = (
    "mathbb mathbf mathcal mathfrak mathit mathrm mathscr mathsf mathtt mathnormal boldsymbol bm pmb Bbb "
    "bf it rm sf tt cal"
)
NAMED_OPERATORS = "arg lim sup inf max min argmax argmin det gcd liminf limsup Pr bmod pmod mod operatorname"
BLANKS_AND_SIZES = (
    "quad qquad enspace thinspace thickspace negthinspace space displaystyle textstyle scriptstyle"
)
CONSTRUCTIONS = frozenset(
    f"{FRACTIONS_AND_ROOTS} {DELIMITERS} {OVER_AND_UNDER} {LETTER_STYLES} {NAMED_OPERATORS} "
    f"{BLANKS_AND_SIZES}".split()
)

GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau phi chi psi "
    "omega Gamma Delta Theta Lambda Pi Sigma Phi Psi Omega"
)
USUAL_SIGNS = "times cdot approx sim leq geq neq infty in to log exp sum prod"
USUAL_COMMANDS = CONSTRUCTIONS | frozenset(f"{GREEK} {USUAL_SIGNS}".split())
"""What an editor most likely means; the whole list knows a thousand signs that nobody mistypes."""

ESCAPED_CHARACTERS = frozenset(" ,:;!>{}|%$#&_")
r"""What may follow a backslash directly, besides letters: blanks, braces and characters that TeX would read
otherwise.
"""

TEX_TOKEN = re.compile(r"\\([A-Za-z]+|.)|[{}&%#$^_]", re.DOTALL)
WORDS_IN_BRACES = re.compile(r"\s*\{(?:[^{}\\$&#]|\\[%$#&_])*\}")
OPERATOR_NAME = re.compile(r"\*?\s*\{[A-Za-z][A-Za-z ]*\*?\}")
ENVIRONMENT_NAME = re.compile(r"\s*\{([A-Za-z]+)\}")
NOTHING_TO_RAISE = re.compile(r"\s*(?:$|[}&^_]|\\\\)")


@cache
def known_commands() -> frozenset[str]:
    """Every command that may stand in a formula, without its backslash.

    To our own constructions come the library's functions (log, sin) and those of its symbols that are one
    printable character (alpha, times). The library is asked late: it takes longer to load than most runs
    need.
    """
    from latex2mathml.commands import FUNCTIONS
    from latex2mathml.symbols_parser import SYMBOLS

    functions = {name.removeprefix("\\") for name in FUNCTIONS}
    symbols = {
        name[1:]
        for name, code in SYMBOLS.items()
        if name[:1] == "\\" and name[1:].isalpha() and unicodedata.category(chr(int(code, 16)))[0] in "LNPS"
    }
    return (CONSTRUCTIONS | TEXT_COMMANDS | functions | symbols) - FORBIDDEN_SYMBOLS.keys()


FORBIDDEN_SYMBOLS = {
    # It strikes out the next sign by overprinting it, which browsers draw badly.
    "not": "write \\neq, \\notin or another sign that is struck out already",
}
"""Commands of the library's table of symbols that do more than stand for a character; each with what to
write instead.
"""


def first_tex_fault(tex: str) -> TexFault | None:
    """What is wrong with a formula, or None. Looks at spelling and nesting; missing arguments are found in
    typesetting.
    """
    return _odd_character(tex) or _TexReading(tex).first_fault()


def _odd_character(tex: str) -> TexFault | None:
    for offset, character in enumerate(tex):
        if character not in "\n\t\r" and unicodedata.category(character)[0] == "C":
            return TexFault(
                offset,
                f"an invisible character (U+{ord(character):04X}) stands in a formula",
                "delete it and type the formula again",
            )
    return None


class _TexReading:
    """One pass over a formula, with the braces and environments that are open at the place it has reached."""

    def __init__(self, tex: str) -> None:
        self.tex = tex
        self.braces: list[int] = []
        self.environments: list[tuple[str, int]] = []
        self.place = 0

    def first_fault(self) -> TexFault | None:
        while (token := TEX_TOKEN.search(self.tex, self.place)) is not None:
            self.place = token.end()
            name = token[1]
            fault = (
                self._sign(token[0], token.start()) if name is None else self._command(name, token.start())
            )
            if fault is not None:
                return fault
        if self.braces:
            return TexFault(self.braces[-1], "a brace '{' is never closed", "add the missing '}'")
        if self.environments:
            name, offset = self.environments[-1]
            return TexFault(offset, f"\\begin{{{name}}} has no \\end{{{name}}}", f"add \\end{{{name}}}")
        return None

    def _sign(self, sign: str, offset: int) -> TexFault | None:
        """A character that TeX reads as an order."""
        if sign == "{":
            self.braces.append(offset)
            if len(self.braces) > DEEPEST_BRACES:
                return TexFault(
                    offset, f"braces nest more than {DEEPEST_BRACES} deep", "write a simpler formula"
                )
        elif sign == "}":
            if not self.braces:
                return TexFault(offset, "a brace '}' closes nothing", "delete it or add the missing '{'")
            self.braces.pop()
        elif sign in "^_":
            if NOTHING_TO_RAISE.match(self.tex, self.place):
                return TexFault(
                    offset, f"nothing follows '{sign}'", f"write what '{sign}' raises or lowers, in braces"
                )
        elif sign != "&" or not self.environments:
            return TexFault(
                offset,
                f"'{sign}' has a meaning of its own in TeX",
                f"write \\{sign} for the character itself",
            )
        return None

    def _command(self, name: str, offset: int) -> TexFault | None:
        """A backslash and what follows it."""
        if name in ("begin", "end"):
            return self._environment(name, offset)
        if name == "\\":
            if self.environments:
                return None
            return TexFault(
                offset, "a line break '\\\\' stands outside a matrix", "delete it: a sentence is one line"
            )
        if not name.isascii() or not name.isalpha():
            if name in ESCAPED_CHARACTERS:
                return None
            return TexFault(
                offset, f"'\\{printable(name)}' means nothing in a formula", "delete the backslash"
            )
        if name not in known_commands():
            return TexFault(offset, f"unknown TeX command '\\{name}'", _spelling_hint(name))
        if name in TEXT_COMMANDS:
            return self._argument(WORDS_IN_BRACES, name, offset, "plain words in braces")
        if name == "operatorname":
            return self._argument(OPERATOR_NAME, name, offset, "a name of Latin letters in braces")
        return None

    def _argument(self, shape: re.Pattern[str], name: str, offset: int, needed: str) -> TexFault | None:
        argument = shape.match(self.tex, self.place)
        if argument is None:
            return TexFault(offset, f"'\\{name}' needs {needed}", f"write \\{name}{{words}}")
        self.place = argument.end()
        return None

    def _environment(self, verb: str, offset: int) -> TexFault | None:
        named = ENVIRONMENT_NAME.match(self.tex, self.place)
        name = named[1] if named else ""
        if named is None or name not in ENVIRONMENTS:
            return TexFault(
                offset, f"'\\{verb}' needs one of: {', '.join(sorted(ENVIRONMENTS))}", "write \\begin{matrix}"
            )
        self.place = named.end()
        if verb == "begin":
            self.environments.append((name, offset))
            return None
        if not self.environments or self.environments[-1][0] != name:
            return TexFault(
                offset, f"\\end{{{name}}} closes nothing that is open", f"add \\begin{{{name}}} before it"
            )
        self.environments.pop()
        return None


def printable(text: str) -> str:
    """Text for a message: blanks and invisible characters by their number."""
    return "".join(c if c.isprintable() and not c.isspace() else f"U+{ord(c):04X}" for c in text)


def _spelling_hint(name: str) -> str:
    if name in FORBIDDEN_SYMBOLS:
        return FORBIDDEN_SYMBOLS[name]
    near = nearest(name, USUAL_COMMANDS) or nearest(name, known_commands(), cutoff=0.75)
    if near:
        return f"did you mean '\\{near}'?"
    return "use the usual symbols and constructions of TeX; \\operatorname{name} sets a name"
