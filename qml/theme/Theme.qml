pragma Singleton
import QtQuick

QtObject {
    id: theme

    property string mode: "system"
    property bool animated: true
    readonly property bool dark: mode === "dark" || (mode === "system" && systemPalette.window.hslLightness < 0.5)
    /// Languages that are read from the right: the layout turns round, axes of time and numbers don't.
    readonly property bool mirrored: Application.layoutDirection === Qt.RightToLeft
    readonly property SystemPalette systemPalette: SystemPalette {}

    readonly property string sans: "Beaver Sans"
    readonly property string mono: "Beaver Mono"
    readonly property string icons: "Beaver Icons"

    // Surfaces, from back to front
    readonly property color canvas: dark ? "#08090b" : "#f3f4f6"
    readonly property color surface: dark ? "#0f1013" : "#fcfcfd"
    readonly property color card: dark ? "#141519" : "#ffffff"
    readonly property color raised: dark ? "#1a1b20" : "#ffffff"
    readonly property color input: dark ? "#0c0d10" : "#ffffff"
    readonly property color hover: dark ? "#1b1d22" : "#f1f2f4"
    readonly property color active: dark ? "#24262d" : "#e8eaed"
    readonly property color border: dark ? "#222429" : "#e5e7eb"
    readonly property color borderStrong: dark ? "#34373f" : "#d2d5db"
    readonly property color grid: dark ? "#1d1f24" : "#eef0f3"
    readonly property color scrim: dark ? "#a6000000" : "#5910131a"
    readonly property int shadowAlpha: dark ? 150 : 46

    readonly property color text: dark ? "#ededf0" : "#14161b"
    readonly property color text2: dark ? "#a1a5b0" : "#555a66"
    readonly property color text3: dark ? "#898e9a" : "#656a76"
    readonly property color textOnFill: "#ffffff"

    readonly property color accent: dark ? "#535ee7" : "#4f57e3"
    readonly property color accentHover: dark ? "#5d68ef" : "#434bd0"
    readonly property color accentText: dark ? "#a3aaff" : "#434bd0"
    readonly property color accentSoft: dark ? "#1d2040" : "#eef0ff"
    readonly property color ok: dark ? "#3dd68c" : "#12794b"
    readonly property color okSoft: dark ? "#10281e" : "#e7f6ee"
    readonly property color okFill: dark ? "#35c682" : "#1ba263"
    readonly property color warn: dark ? "#f2b04a" : "#96590a"
    readonly property color warnSoft: dark ? "#241c10" : "#fdf3e1"
    readonly property color warnFill: dark ? "#f0ab3f" : "#cc8305"
    readonly property color danger: dark ? "#f4727f" : "#c42b43"
    readonly property color dangerSoft: dark ? "#2a151a" : "#fdecee"
    readonly property color dangerFill: dark ? "#ee5d6c" : "#e0475b"
    readonly property color dangerButton: dark ? "#d13c50" : "#cf3349"
    readonly property color info: dark ? "#62b6f5" : "#1668ad"
    readonly property color infoSoft: dark ? "#11202f" : "#e8f3fd"
    readonly property color track: dark ? "#26282f" : "#e8eaed"
    readonly property color code: dark ? "#0c0d10" : "#f7f8fa"
    readonly property list<color> series: dark
        ? ["#7c86ff", "#35c6b4", "#f2b04a", "#f27ea4", "#58b5f5", "#a3c84a", "#b78af7", "#8b93a3"]
        : ["#5159e6", "#0d9e8d", "#cb7e08", "#d9487a", "#1f86d6", "#6f9a12", "#8a55dd", "#69707f"]

    readonly property int space2: 2
    readonly property int space4: 4
    readonly property int space6: 6
    readonly property int space8: 8
    readonly property int space12: 12
    readonly property int space14: 14
    readonly property int space16: 16
    readonly property int space20: 20
    readonly property int space24: 24
    readonly property int space32: 32
    readonly property int header: 56
    readonly property int controlSmall: 28
    readonly property int tableHeader: 36
    property bool compact: false
    readonly property int row: compact ? 36 : 44
    readonly property int rowDense: compact ? 30 : 34
    readonly property int control: 32
    readonly property int controlLarge: 38
    readonly property int radiusSmall: 4
    readonly property int radius: 6
    readonly property int radiusPopup: 8
    readonly property int radiusCard: 10
    readonly property int radiusPanel: 12

    readonly property int caption: 11
    readonly property int small: 12
    readonly property int body: 13
    readonly property int lead: 14
    readonly property int title: 15
    readonly property int hero: 22
    readonly property int figure: 24

    readonly property int fast: animated ? 110 : 0
    readonly property int slow: animated ? 220 : 0

    /// `tone`: neutral, accent, ok, warn, danger or info; as text, as soft background, as a dot or bar.
    function toneText(tone: string): color {
        return tone === "ok" ? ok : tone === "warn" ? warn : tone === "danger" ? danger : tone === "accent" ? accentText : tone === "info" ? info : text2
    }
    function toneSoft(tone: string): color {
        return tone === "ok" ? okSoft : tone === "warn" ? warnSoft : tone === "danger" ? dangerSoft : tone === "accent" ? accentSoft : tone === "info" ? infoSoft : hover
    }
    function toneFill(tone: string): color {
        return tone === "ok" ? okFill : tone === "warn" ? warnFill : tone === "danger" ? dangerFill : tone === "accent" ? accent : tone === "info" ? info : text3
    }
}
