import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Beaver.Console
import Beaver.Models
import Beaver.Session

// Whether the server's ledger adds up; pressed, it tells what was checked.
AbstractButton {
    id: badge

    required property Session session
    property bool narrow: false // its icon alone
    readonly property bool sound: proof.state === LedgerProofCheck.Sound
    readonly property bool broken: proof.state === LedgerProofCheck.Broken
    readonly property bool checking: proof.state === LedgerProofCheck.Checking
    readonly property color foreground: sound ? Theme.ok : broken ? Theme.danger : checking ? Theme.text2 : Theme.warn

    Accessible.name: text
    focusPolicy: Qt.StrongFocus
    implicitHeight: 28
    implicitWidth: narrow ? implicitHeight : row.implicitWidth + Theme.space20
    text: sound ? qsTr("Ledger proved") : broken ? qsTr("Ledger broken") : checking ? qsTr("Checking the ledger…") : qsTr("Ledger unknown")
    Keys.onEnterPressed: badge.clicked()
    Keys.onReturnPressed: badge.clicked()
    onClicked: details.visible ? details.close() : details.open()

    LedgerProofCheck {
        id: proof

        session: badge.session.operates ? badge.session : null
    }

    contentItem: Item {
        Row {
            id: row

            anchors.centerIn: parent
            spacing: Theme.space6

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                color: badge.foreground
                glyph: badge.sound ? Glyphs.shieldCheck : badge.broken ? Glyphs.shieldAlert : Glyphs.shieldQuestionMark
                size: 15
            }
            AppText {
                anchors.verticalCenter: parent.verticalCenter
                color: badge.foreground
                text: badge.text
                visible: !badge.narrow
                font.pixelSize: Theme.small
                font.weight: Font.Medium
            }
        }
    }
    background: Rectangle {
        color: badge.sound ? Theme.okSoft : badge.broken ? Theme.dangerSoft : badge.checking ? Theme.hover : Theme.warnSoft
        radius: height / 2
        border.color: Qt.rgba(badge.foreground.r, badge.foreground.g, badge.foreground.b, badge.hovered ? 0.5 : 0)
        border.width: 1

        FocusRing {
            radius: height / 2
            visible: badge.visualFocus
        }
    }

    Popup {
        id: details

        closePolicy: Popup.CloseOnEscape | Popup.CloseOnPressOutsideParent
        focus: true
        padding: Theme.space16
        width: 340
        x: Theme.mirrored ? 0 : badge.width - width
        y: badge.height + Theme.space6

        background: Rectangle {
            color: Theme.raised
            radius: Theme.radiusPopup
            border.color: Theme.borderStrong
            border.width: 1

            Shadow {}
        }
        contentItem: ColumnLayout {
            spacing: Theme.space12

            AppText {
                Layout.fillWidth: true
                text: badge.sound ? qsTr("The ledger adds up") : badge.broken ? qsTr("The ledger doesn't add up")
                    : badge.checking ? qsTr("The server is adding up its ledger") : qsTr("The ledger couldn't be checked")
                font.weight: Font.DemiBold
            }
            AppText {
                Layout.fillWidth: true
                color: Theme.text2
                lineHeight: 1.2
                text: badge.sound ? qsTr("Every entry, every balance and the chain over all entries were computed anew and agree.")
                    : badge.broken ? qsTr("Don't book anything until this is explained. A backup is the first thing to take.") : proof.error
                visible: text !== ""
                wrapMode: Text.Wrap
            }
            Repeater {
                model: badge.broken ? proof.problems : []

                Banner {
                    required property string modelData

                    Layout.fillWidth: true
                    failed: true
                    text: modelData
                }
            }
            GridLayout {
                columnSpacing: Theme.space16
                columns: 2
                rowSpacing: Theme.space6
                visible: badge.sound || badge.broken

                FactLabel { text: qsTr("Sum of all entries") }
                FactValue { text: proof.trialBalance }
                FactLabel { text: qsTr("Accounts") }
                FactValue { text: proof.accountsChecked }
                FactLabel { text: qsTr("Entries") }
                FactValue { text: proof.entriesChecked }
                FactLabel { text: qsTr("Open holds") }
                FactValue { text: proof.openHolds }
                FactLabel { text: qsTr("Held") }
                FactValue { text: proof.held }
                FactLabel {
                    text: qsTr("Chain head")
                    visible: proof.chainHead !== ""
                }
                FactValue {
                    elide: Text.ElideMiddle
                    mono: true
                    text: proof.chainHead
                    visible: text !== ""
                }
            }
            PushButton {
                Layout.alignment: Qt.AlignRight
                busy: badge.checking
                focus: true
                glyph: Glyphs.refreshCw
                objectName: "checkLedger"
                text: qsTr("Check again")
                onClicked: proof.check()
            }
        }
    }

    component FactLabel: AppText {
        color: Theme.text3
        font.pixelSize: Theme.small
    }
    component FactValue: AppText {
        Layout.fillWidth: true
        horizontalAlignment: Text.AlignRight
        font.pixelSize: Theme.small
    }
}
