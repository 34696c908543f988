import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Beaver.Console

// One account of the list. Takes the header's columns.
ItemDelegate {
    id: row

    required property string accountId
    required property string email
    required property string fullName
    required property string plan
    required property string status
    required property string balance
    required property string exactBalance
    required property bool owes
    required property string held
    required property string exactHeld
    required property bool holds
    required property string created
    required property string exactCreated
    required property bool fresh
    required property int index
    required property AccountColumns columns
    property bool current: false
    property bool actionable: true
    readonly property bool active: status === "active"
    readonly property string statusText: active ? qsTr("Active") : status === "suspended" ? qsTr("Suspended")
                                       : status === "deleted" ? qsTr("Deleted") : status

    signal menuWanted(item: Item, x: real, y: real)

    Accessible.description: qsTr("Plan %1, %2, balance %3, held %4, created %5").arg(plan).arg(statusText).arg(exactBalance)
                            .arg(exactHeld).arg(exactCreated)
    Accessible.name: email
    Accessible.role: Accessible.ListItem
    bottomPadding: 0
    focusPolicy: Qt.NoFocus
    implicitHeight: 48
    leftPadding: Theme.space20
    rightPadding: Theme.space12
    topPadding: 0
    onPressAndHold: if (actionable) menuWanted(row, 240, height)

    contentItem: RowLayout {
        spacing: row.columns.gap

        RowLayout {
            Layout.fillWidth: true
            opacity: row.active ? 1 : 0.6
            spacing: 10

            Avatar { name: row.email }
            ColumnLayout {
                spacing: 1

                AppText {
                    Layout.fillWidth: true
                    text: row.email
                    font.weight: Font.Medium
                }
                AppText {
                    Layout.fillWidth: true
                    color: Theme.text3
                    mono: row.fullName === ""
                    text: row.fullName !== "" ? row.fullName : row.accountId
                    font.pixelSize: Theme.caption
                }
            }
        }
        Item {
            Layout.preferredWidth: row.columns.plan
            implicitHeight: plan.height

            Badge {
                id: plan

                text: row.plan
                tone: row.plan === "enterprise" || row.plan === "unlimited" ? "accent" : "neutral"
                visible: row.plan !== ""
            }
        }
        RowLayout {
            Layout.fillWidth: false
            Layout.preferredWidth: row.columns.status
            spacing: Theme.space8

            Rectangle {
                color: row.active ? Theme.okFill : row.status === "suspended" ? Theme.dangerFill : Theme.text3
                implicitHeight: 7
                implicitWidth: 7
                radius: 4
            }
            AppText {
                Layout.fillWidth: true
                color: Theme.text2
                text: row.statusText
            }
        }
        ExactText {
            Layout.preferredWidth: row.columns.balance
            color: row.owes ? Theme.danger : Theme.text
            exact: row.exactBalance
            horizontalAlignment: Text.AlignRight
            objectName: "balance" + row.index
            text: row.balance
        }
        ExactText {
            Layout.preferredWidth: row.columns.held
            color: row.holds ? Theme.text2 : Theme.text3
            exact: row.exactHeld
            horizontalAlignment: Text.AlignRight
            text: row.holds ? row.held : "–"
        }
        ExactText {
            Layout.leftMargin: row.columns.gap
            Layout.preferredWidth: row.columns.created
            color: Theme.text2
            exact: row.exactCreated
            opacity: row.columns.narrow ? 0 : 1
            text: row.created
        }
        IconButton {
            id: more

            Layout.preferredWidth: row.columns.actions
            focusPolicy: Qt.NoFocus
            glyph: Glyphs.ellipsis
            objectName: "more" + row.index
            opacity: row.hovered || row.current ? 1 : 0.45
            tip: qsTr("Actions")
            visible: row.actionable
            onClicked: row.menuWanted(more, more.width - 208, more.height)
        }
    }
    background: Rectangle {
        color: row.fresh ? Theme.accentSoft : row.current ? Theme.active : row.hovered ? Theme.hover : "transparent"

        Rectangle {
            anchors.bottom: parent.bottom
            color: Theme.grid
            height: 1
            width: parent.width
        }
        Behavior on color {
            enabled: Theme.animated

            ColorAnimation { duration: Theme.fast }
        }
    }

    TapHandler {
        acceptedButtons: Qt.RightButton
        enabled: row.actionable
        onTapped: (point) => row.menuWanted(row, point.position.x, point.position.y)
    }
}
