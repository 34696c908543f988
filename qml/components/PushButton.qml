import QtQuick
import QtQuick.Controls.Basic
import Beaver.Console

// `kind`: primary, secondary or ghost. Busy, it turns a spinner and takes no press.
Button {
    id: button

    property string kind: "secondary"
    property string glyph
    property string hint
    property bool busy: false
    readonly property bool filled: kind === "primary"
    readonly property color foreground: busy && filled ? Theme.textOnFill : !enabled ? Theme.text3 : filled ? Theme.textOnFill
                                      : kind === "ghost" ? Theme.text2 : Theme.text

    Accessible.name: text
    bottomPadding: 0
    enabled: !busy
    implicitHeight: Theme.control
    implicitWidth: row.implicitWidth + leftPadding + rightPadding
    leftPadding: Theme.space12
    rightPadding: Theme.space12
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
                font.weight: Font.Medium
            }
            Kbd {
                anchors.verticalCenter: parent.verticalCenter
                overFill: button.filled
                text: button.hint
            }
        }
    }
    background: Rectangle {
        color: {
            if (button.filled)
                return button.busy ? Theme.accent : !button.enabled ? Theme.active : button.down ? Qt.darker(Theme.accent, 1.12)
                     : button.hovered ? Theme.accentHover : Theme.accent
            return button.down ? Theme.active : button.hovered ? Theme.hover : button.kind === "ghost" ? "transparent" : Theme.card
        }
        radius: Theme.radius
        border.color: button.hovered ? Theme.borderStrong : Theme.border
        border.width: button.kind === "secondary" ? 1 : 0

        FocusRing { visible: button.visualFocus }
    }
}
