import QtQuick

// What comes to have the focus within a Flickable is scrolled into its sight.
Connections {
    id: reveal

    required property Flickable flick

    function onActiveFocusItemChanged() {
        const item = (target as Window)?.activeFocusItem ?? null
        for (let each = item; each; each = each.parent)
            if (each === flick.contentItem) {
                const top = item.mapToItem(flick.contentItem, 0, 0).y
                const wanted = Math.max(top + item.height + 20 - flick.height, Math.min(flick.contentY, top - 20))
                flick.contentY = Math.max(0, Math.min(wanted, flick.contentHeight - flick.height))
                return
            }
    }
}
