import QtQuick
import Beaver.Console
import Beaver.Editors
import Beaver.Session

// What every page is given, and what the shell's shortcuts ask of it.
FocusScope {
    id: base

    required property Session session
    required property Preferences preferences
    required property Navigator navigator
    required property ActionCenter actions
    required property LocalGateway gateway

    function refresh() {}
    function focusSearch() {}
    function create() {}
    function toggleLive() {}

    // What the tabulator came to is scrolled into sight.
    function reveal(item: var) {
        if (!item || (item.focusReason !== Qt.TabFocusReason && item.focusReason !== Qt.BacktabFocusReason))
            return
        for (let at = item.parent; at && at !== base; at = at.parent) {
            const view = at as Flickable
            if (!view || at as ListView || !view.contentItem)
                continue
            const top = item.mapToItem(view.contentItem, 0, 0).y
            const least = top + item.height + Theme.space16 - view.height
            view.contentY = Math.max(0, Math.min(top - Theme.space16, Math.max(view.contentY, least), view.contentHeight - view.height))
        }
    }

    Connections {
        function onActiveFocusItemChanged() {
            base.reveal(base.Window.activeFocusItem)
        }

        target: base.Window.window
    }
}
