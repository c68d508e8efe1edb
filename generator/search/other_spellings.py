"""Other spellings of a word: British and American ones, and plurals whose stem is not that of the singular.

``other-spellings.js`` is its twin and gets the tables at build. A query looks for these beside the word as typed; a spelling
that no paper has finds nothing, so the rules may offer words that do not exist.
"""

from __future__ import annotations

import re

VERB = re.compile(
    "([a-z]{3,})(?:i([sz])(e|es|ed|er|ers|ing|able|ability|ation|ations|ational)|y([sz])(e|es|ed|er|ers|ing|able))"
)
"""``optimise`` and ``optimize``, ``analyse`` and ``analyze``, with their forms."""
NEVER_WITH_Z = ("v", "w")
"""What stands before the ending in supervise and otherwise."""

BEGINNINGS = tuple(
    tuple(pair.split("/"))
    for pair in (
        "aluminium/aluminum anaem/anem anaes/anes analogue/analog archaeo/archeo armour/armor artefact/artifact "
        "ageing/aging behaviour/behavior catalogue/catalog colour/color defence/defense dialogue/dialog "
        "endeavour/endeavor favour/favor flavour/flavor foet/fet grey/gray gynaec/gynec haem/hem harbour/harbor "
        "honour/honor humour/humor judgement/judgment labour/labor leukaem/leukem licence/license manoeuvr/maneuver "
        "misbehaviour/misbehavior mould/mold neighbour/neighbor odour/odor oedem/edem oesoph/esoph oestro/estro "
        "offence/offense orthopaed/orthoped paed/ped practise/practice programme/program rigour/rigor rumour/rumor "
        "savour/savor sceptic/skeptic sulph/sulf tumour/tumor unfavour/unfavor vapour/vapor vigour/vigor"
    ).split()
)
"""How a word begins in Britain and in America; what follows is the same."""

WORDS = tuple(
    tuple(pair.split("/"))
    for pair in (
        *(
            f"{stem}{british}/{stem}{american}"
            for stem in "cent fib theat lit calib lust met centimet kilomet micromet millimet nanomet".split()
            for british, american in (("re", "er"), ("res", "ers"), ("red", "ered"), ("ring", "ering"))
        ),
        # Plurals.
        *"antenna/antennae appendix/appendices automaton/automata axis/axes bacterium/bacteria child/children".split(),
        *"continuum/continua corpus/corpora cortex/cortices crisis/crises criterion/criteria".split(),
        *"curriculum/curricula diagnosis/diagnoses extremum/extrema focus/foci foot/feet formula/formulae".split(),
        *"half/halves hypothesis/hypotheses index/indices knife/knives leaf/leaves lemma/lemmata locus/loci".split(),
        *"man/men matrix/matrices maximum/maxima metastasis/metastases minimum/minima modulus/moduli".split(),
        *"mouse/mice nucleus/nuclei optimum/optima parenthesis/parentheses person/people phenomenon/phenomena".split(),
        *"polyhedron/polyhedra prognosis/prognoses quantum/quanta radius/radii schema/schemata".split(),
        *"simplex/simplices spectrum/spectra stimulus/stimuli synthesis/syntheses thesis/theses tooth/teeth".split(),
        *"torus/tori vertex/vertices vortex/vortices woman/women analysis/analyses".split(),
    )
)
"""Whole words of which each stands for the other."""


def _both_ways(pairs: tuple[tuple[str, ...], ...]) -> dict[str, str]:
    return {one: other for pair in pairs for one, other in (pair, pair[::-1])}


OTHER_WORD = _both_ways(WORDS)
OTHER_BEGINNING = dict(sorted(_both_ways(BEGINNINGS).items(), key=lambda pair: -len(pair[0])))
"""The longest first: ``catalogue`` begins with ``catalog``, too."""


def other_spellings(word: str) -> tuple[str, ...]:
    """How else a word in small letters may be written; mostly not at all."""
    found: list[str] = []
    verb = VERB.fullmatch(word)
    if verb is not None and not verb[1].endswith(NEVER_WITH_Z):
        letter, ending = (verb[2], verb[3]) if verb[2] else (verb[4], verb[5])
        vowel = "i" if verb[2] else "y"
        found.append(f"{verb[1]}{vowel}{'z' if letter == 's' else 's'}{ending}")
    beginning = next((one for one in OTHER_BEGINNING if word.startswith(one)), None)
    if beginning is not None:
        found.append(OTHER_BEGINNING[beginning] + word[len(beginning) :])
    if word in OTHER_WORD:
        found.append(OTHER_WORD[word])
    return tuple(found)
