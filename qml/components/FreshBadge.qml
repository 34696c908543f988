import QtQuick
import Beaver.Console

// From when a page's data are: live while they come by themselves, an amber clock once two rounds brought none.
Badge {
    id: badge

    property string asOf // the time of day of the last answer; empty before the first
    property string problem // why the last try brought none
    property int every: 10 // seconds; 0: they come only when somebody wants it
    property bool stale: false
    property double since: 0

    function look() {
        stale = every > 0 && asOf !== "" && Date.now() - since > 2000 * every
    }
    function take() {
        since = Date.now()
        look()
    }

    dot: every > 0 && !stale
    glyph: dot ? "" : Glyphs.clock
    large: true
    text: stale ? qsTr("From %1").arg(asOf) : every > 0 ? qsTr("Live, %1").arg(asOf) : qsTr("As of %1").arg(asOf)
    tone: stale ? "warn" : every > 0 ? "ok" : "neutral"
    visible: asOf !== ""
    onAsOfChanged: take()
    onEveryChanged: look()

    Timer {
        interval: 1000
        repeat: true
        running: badge.visible && badge.every > 0
        onTriggered: badge.look()
    }
    HoverHandler {
        id: hover
    }
    Tip {
        text: badge.problem !== "" ? qsTr("The last try brought nothing: %1").arg(badge.problem) : qsTr("Nothing newer came since then.")
        visible: hover.hovered && badge.stale
    }
}
