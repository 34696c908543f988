pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import Beaver.Console

// One of more than anybody lists: what is typed is searched for, the arrows go through what was found. `options` are
// `{value, title}`, of what was found last and what is chosen.
Field {
    id: box

    property var options: []
    property string value
    readonly property string chosen: options.find(option => option.value === value)?.title ?? value
    property bool searching: false

    signal picked(value: string)
    signal searched(text: string)

    function pick(option: var) {
        searching = false
        if (option)
            picked(option.value)
        list.close()
        box.selectAll()
    }
    function leave() {
        searching = false
        list.close()
        searched("")
    }

    Accessible.role: Accessible.ComboBox
    glyph: Glyphs.search
    hint: ""
    Keys.onDownPressed: list.opened ? found.incrementCurrentIndex() : list.open()
    Keys.onPressed: (event) => {
        if (!list.opened)
            return
        if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
            pick(options[found.currentIndex])
        else if (event.key === Qt.Key_Escape)
            leave()
        else
            return
        event.accepted = true
    }
    Keys.onShortcutOverride: (event) => event.accepted = list.opened && event.key === Qt.Key_Escape
    Keys.onUpPressed: found.decrementCurrentIndex()
    onActiveFocusChanged: {
        if (activeFocus)
            selectAll()
        else if (searching || list.opened)
            leave()
    }
    onTextEdited: {
        searching = true
        list.open()
        searched(text)
    }

    Binding {
        property: "text"
        restoreMode: Binding.RestoreNone
        target: box
        value: box.chosen
        when: !box.searching
    }
    Popup {
        id: list

        closePolicy: Popup.CloseOnPressOutsideParent
        implicitHeight: Math.min(found.contentHeight + 8, 260)
        margins: Theme.space8
        padding: Theme.space4
        width: box.width
        y: box.height + 4

        contentItem: ListView {
            id: found

            clip: true
            currentIndex: 0
            implicitHeight: contentHeight
            model: box.options
            ScrollBar.vertical: Scroll {}
            onModelChanged: currentIndex = 0

            delegate: ItemDelegate {
                id: entry

                required property var modelData
                required property int index

                Accessible.name: modelData.title
                height: 30
                highlighted: found.currentIndex === index
                objectName: "found" + index
                width: found.width
                onClicked: box.pick(modelData)

                contentItem: AppText {
                    text: entry.modelData.title
                }
                background: Rectangle {
                    color: entry.highlighted || entry.hovered ? Theme.hover : "transparent"
                    radius: Theme.radiusSmall
                }
            }
        }
        background: Rectangle {
            border.color: Theme.borderStrong
            border.width: 1
            color: Theme.raised
            radius: Theme.radiusPopup

            Shadow { blur: 18 }
        }
    }
}
