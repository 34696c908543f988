pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import Beaver.Console

// One of many. `options` are `{value, title}`, with a `note` at the end of the line where there is something to add; what is set keeps its place when the options change.
ComboBox {
    id: control

    property var options: []
    property string value
    property string prefix
    property string glyph
    property string name
    property real listWidth: 180 // at least

    signal picked(value: string)

    function place() {
        currentIndex = options.findIndex(option => option.value === value)
    }

    Accessible.name: name !== "" ? name : prefix
    Component.onCompleted: place()
    displayText: currentIndex >= 0 && options[currentIndex] ? options[currentIndex].title : value
    implicitHeight: Theme.control
    implicitWidth: 160
    leftPadding: Theme.mirrored ? 30 : 10
    model: options
    rightPadding: Theme.mirrored ? 10 : 30
    textRole: "title"
    valueRole: "value"
    onActivated: (index) => { // End in an empty list activates what isn't there
        if (options[index])
            picked(options[index].value)
    }
    onModelChanged: place()
    onValueChanged: place()

    contentItem: Item {
        Icon {
            id: icon

            anchors.left: parent.left
            anchors.verticalCenter: parent.verticalCenter
            glyph: control.glyph
            size: 15
        }
        AppText {
            id: label

            anchors.left: parent.left
            anchors.leftMargin: control.glyph !== "" ? 22 : 0
            anchors.verticalCenter: parent.verticalCenter
            color: Theme.text3
            text: control.prefix
        }
        AppText {
            anchors.left: label.right
            anchors.leftMargin: control.prefix !== "" ? Theme.space6 : 0
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            color: control.enabled ? Theme.text : Theme.text3
            text: control.displayText
            font.weight: control.prefix !== "" ? Font.Medium : Font.Normal
        }
    }
    indicator: Icon {
        color: Theme.text3
        glyph: Glyphs.chevronsUpDown
        size: 14
        x: Theme.mirrored ? 9 : control.width - width - 9
        y: (control.height - height) / 2
    }
    background: Rectangle {
        border.color: control.visualFocus ? Theme.accent : control.hovered ? Theme.borderStrong : Theme.border
        border.width: 1
        color: control.down ? Theme.active : control.hovered ? Theme.hover : Theme.card
        radius: Theme.radius

        FocusRing { visible: control.visualFocus }
    }
    delegate: ItemDelegate {
        id: entry

        required property var modelData
        required property int index

        Accessible.description: modelData.note ?? ""
        Accessible.name: modelData.title
        height: 30
        highlighted: control.highlightedIndex === index
        width: ListView.view ? ListView.view.width : 0

        contentItem: Item {
            Icon {
                anchors.left: parent.left
                anchors.verticalCenter: parent.verticalCenter
                color: Theme.accentText
                glyph: control.currentIndex === entry.index ? Glyphs.check : ""
                size: 14
            }
            AppText {
                anchors.bottom: parent.bottom
                anchors.left: parent.left
                anchors.leftMargin: 22
                anchors.right: note.left
                anchors.rightMargin: note.text !== "" ? Theme.space12 : 0
                anchors.top: parent.top
                text: entry.modelData.title
            }
            AppText {
                id: note

                anchors.bottom: parent.bottom
                anchors.right: parent.right
                anchors.top: parent.top
                color: Theme.text3
                text: entry.modelData.note ?? ""
                font.pixelSize: Theme.small
            }
        }
        background: Rectangle {
            color: entry.highlighted ? Theme.hover : "transparent"
            radius: Theme.radiusSmall
        }
    }
    popup: Popup {
        implicitHeight: Math.min(contentItem.implicitHeight + 8, 320)
        margins: Theme.space8
        padding: Theme.space4
        width: Math.max(control.width, control.listWidth)
        y: control.height + 4

        contentItem: ListView {
            clip: true
            currentIndex: control.highlightedIndex
            implicitHeight: contentHeight
            model: control.delegateModel
            ScrollBar.vertical: Scroll {}
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
