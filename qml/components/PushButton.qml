import QtQuick
import QtQuick.Controls.Basic
import Beaver.Console

// `kind`: primary, secondary, ghost or danger. Busy, it turns a spinner and takes no press.
Button {
    id: button

    property string kind: "secondary"
    property string glyph
    property string hint
    property bool busy: false
    property bool small: false
    property bool narrow: false // its icon alone; its text is its tip
    property string tip
    readonly property bool filled: kind === "primary" || kind === "danger"
    readonly property color fill: kind === "danger" ? Theme.dangerButton : Theme.accent
    readonly property color foreground: busy && filled ? Theme.textOnFill : !enabled ? Theme.text3 : filled ? Theme.textOnFill
                                      : kind === "ghost" ? Theme.text2 : Theme.text

    Accessible.name: text !== "" ? text : tip
    bottomPadding: 0
    enabled: !busy
    implicitHeight: small ? Theme.controlSmall : Theme.control
    implicitWidth: row.implicitWidth + leftPadding + rightPadding
    leftPadding: narrow || text === "" ? Theme.space8 : Theme.space12
    rightPadding: narrow || text === "" ? Theme.space8 : Theme.space12
    topPadding: 0
    Keys.onEnterPressed: button.clicked()
    Keys.onReturnPressed: button.clicked()

    contentItem: Item {
        implicitWidth: row.implicitWidth

        Row {
            id: row

            anchors.centerIn: parent
            spacing: Theme.space6

            Icon {
                id: icon

                anchors.verticalCenter: parent.verticalCenter
                color: button.foreground
                glyph: button.busy ? Glyphs.spinner : button.glyph

                RotationAnimator on rotation {
                    duration: 900
                    from: 0
                    loops: Animation.Infinite
                    running: button.busy && Theme.animated && button.visible
                    to: 360
                    onRunningChanged: icon.rotation = 0
                }
            }
            AppText {
                anchors.verticalCenter: parent.verticalCenter
                color: button.foreground
                text: button.text
                visible: text !== "" && !button.narrow
                font.weight: Font.Medium
            }
            Kbd {
                anchors.verticalCenter: parent.verticalCenter
                overFill: button.filled
                text: button.narrow ? "" : button.hint
            }
        }
    }
    Tip {
        text: button.tip !== "" ? button.tip : button.narrow ? button.text : ""
        visible: text !== "" && button.hovered && !button.down
    }

    background: Rectangle {
        color: {
            if (button.filled)
                return button.busy ? button.fill : !button.enabled ? Theme.active : button.down ? Qt.darker(button.fill, 1.12)
                     : button.hovered ? Qt.lighter(button.fill, 1.08) : button.fill
            return button.down ? Theme.active : button.hovered ? Theme.hover : button.kind === "ghost" ? "transparent" : Theme.card
        }
        radius: Theme.radius
        border.color: button.hovered ? Theme.borderStrong : Theme.border
        border.width: button.kind === "secondary" ? 1 : 0

        FocusRing { visible: button.visualFocus }
    }
}
