#!/usr/bin/python3
"""Makes the fonts beside this file: make_fonts.py INTER_FOLDER JETBRAINS_MONO_FOLDER LUCIDE_FOLDER

Sources: Debian's fonts-inter and fonts-jetbrains-mono (OFL 1.1), lucide.ttf of the npm package lucide-static (ISC); fonttools does
the work. Inter gets tabular digits for good, because Qt before 6.6 can't switch OpenType features on, and a name of its own, so
that an Inter installed on the system is never taken instead. What of Lucide is kept is listed in LUCIDE; Glyphs.qml names it.
"""
import json
import pathlib
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = pathlib.Path(__file__).parent
TEXT = [*range(0x20, 0x250), *range(0x2B0, 0x300), *range(0x370, 0x530), *range(0x2010, 0x2070), *range(0x20A0, 0x20C0),
        *range(0x2190, 0x219A), 0x2122, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265]
CODE = [*range(0x20, 0x7F), 0x2022, 0x2026]
LUCIDE = """activity arrow-down arrow-down-right arrow-left arrow-up arrow-up-right badge-percent ban banknote bell
            bell-ring book-open bookmark bot building-2 calculator calendar check chevron-down chevron-left chevron-right
            chevron-up chevrons-up-down circle circle-alert circle-check circle-dot circle-help circle-x clock cloud code
            columns-2 columns-3 command copy corner-down-left cpu credit-card database download droplets ellipsis
            external-link eye eye-off file-down file-text flask-conical folder funnel gauge git-branch globe grip-vertical
            hard-drive hash heart-pulse history image inbox info key-round keyboard landmark laptop layers layers-2
            layout-dashboard link list-filter loader-circle lock log-out mail message-square minus monitor moon palette
            panel-left paperclip pause pencil percent play plug plus power radio receipt refresh-cw rotate-ccw rotate-cw
            save scale scroll-text search send server settings shield shield-alert shield-check shield-question-mark shuffle
            sliders-horizontal sparkles split square sun tags terminal ticket timer trash-2 trending-down trending-up
            triangle-alert undo-2 unplug upload user user-check user-x users wallet webhook wifi-off x zap""".split()


def rename(font, family, style):
    names = font["name"]
    full, tool = f"{family} {style}", f"{family}-{style}".replace(" ", "")
    legacy = family if style in ("Regular", "Bold") else full
    for platform, encoding, language in {(n.platformID, n.platEncID, n.langID) for n in names.names}:
        for number, text in ((1, legacy), (2, "Regular"), (3, tool), (4, full), (6, tool), (16, family), (17, style)):
            names.setName(text, number, platform, encoding, language)
    if "CFF " in font:
        table = font["CFF "].cff
        table.fontNames = [tool]
        table.topDictIndex[0].FamilyName, table.topDictIndex[0].FullName = family, full


def keep(font, characters, features):
    options = subset.Options(layout_features=features, name_IDs=["*"], name_languages=["*"], notdef_outline=True)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)


def tabular(font):
    swap = {}
    for record in font["GSUB"].table.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for index in record.Feature.LookupListIndex:
                for part in font["GSUB"].table.LookupList.Lookup[index].SubTable:
                    swap.update(getattr(getattr(part, "ExtSubTable", part), "mapping", {}))
    for table in font["cmap"].tables:
        if table.isUnicode():
            for code in [*range(0x30, 0x3A), 0x24, 0x2B, 0x2212]:
                table.cmap[code] = swap.get(table.cmap[code], table.cmap[code])


def bearings(font):
    """Lucide's font says that every outline begins at its left edge, whereby renderers move each icon there."""
    for glyph in font.getGlyphOrder():
        outline = font["glyf"][glyph]
        if outline.numberOfContours:
            font["hmtx"][glyph] = (font["hmtx"][glyph][0], outline.xMin)


def main(inter, mono, lucide):
    for style in ("Regular", "Medium", "SemiBold"):
        font = TTFont(pathlib.Path(inter) / f"Inter-{style}.otf")
        tabular(font)
        keep(font, TEXT, ["kern", "mark", "mkmk", "ccmp", "locl"])
        rename(font, "Beaver Sans", style)
        font.save(HERE / f"BeaverSans-{style}.otf")
    font = TTFont(pathlib.Path(mono) / "JetBrainsMono-Regular.ttf")
    keep(font, CODE, [])
    rename(font, "Beaver Mono", "Regular")
    font.save(HERE / "BeaverMono-Regular.ttf")

    codes = json.loads((pathlib.Path(lucide) / "codepoints.json").read_text())
    font = TTFont(pathlib.Path(lucide) / "lucide.ttf")
    keep(font, [codes[name] for name in LUCIDE], [])
    bearings(font)
    rename(font, "Beaver Icons", "Regular")
    font.save(HERE / "BeaverIcons-Regular.ttf")
    for name in sorted(LUCIDE):
        print(f"{name} \\u{codes[name]:04x}")


main(*sys.argv[1:])
