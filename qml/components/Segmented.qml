pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import Beaver.Console

// One of few, all in sight. `options` are `{value, title}`.
Rectangle {
    id: control

    property var options: []
    property string value
    property bool stretch: false
    /// A key that goes to the next, and from the last to the first.
    property string key

    signal picked(value: string)

    function move(by: int) {
        const at = options.findIndex(option => option.value === value)
        const next = options[Math.max(0, Math.min(options.length - 1, at + by))]
        if (next && next.value !== value)
            picked(next.value)
    }

    function next() {
        const at = options.findIndex(option => option.value === value)
        picked(options[(at + 1) % options.length].value)
    }

    border.color: Theme.border
    border.width: Theme.dark ? 1 : 0
    color: Theme.dark ? Theme.input : Theme.active
    implicitHeight: Theme.control
    implicitWidth: row.implicitWidth + 4
    radius: Theme.radius
    Keys.onLeftPressed: move(-1)
    Keys.onRightPressed: move(1)

    Shortcut {
        enabled: control.key !== "" && control.visible
        sequence: control.key
        onActivated: control.next()
    }
    Row {
        id: row

        height: parent.height - 4
        x: 2
        y: 2

        Repeater {
            model: control.options

            AbstractButton {
                id: option

                required property var modelData
                readonly property bool current: control.value === modelData.value

                Accessible.checkable: true
                Accessible.checked: current
                Accessible.name: text
                Accessible.role: Accessible.RadioButton
                focusPolicy: Qt.StrongFocus
                height: row.height
                implicitWidth: label.implicitWidth + Theme.space20
                objectName: "option_" + modelData.value
                text: modelData.title
                width: control.stretch ? (control.width - 4) / control.options.length : implicitWidth
                Keys.onEnterPressed: clicked()
                Keys.onReturnPressed: clicked()
                onClicked: control.picked(modelData.value)

                contentItem: AppText {
                    id: label

                    color: option.current || option.hovered ? Theme.text : Theme.text2
                    horizontalAlignment: Text.AlignHCenter
                    text: option.text
                    font.pixelSize: Theme.small
                    font.weight: Font.Medium
                }
                background: Rectangle {
                    border.color: Theme.dark ? Theme.borderStrong : Theme.border
                    border.width: option.current ? 1 : 0
                    color: !option.current ? "transparent" : Theme.dark ? Theme.active : Theme.card
                    radius: Theme.radiusSmall

                    FocusRing { visible: option.visualFocus }
                }
            }
        }
    }
}
