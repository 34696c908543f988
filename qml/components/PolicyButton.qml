import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Beaver.Console
import Beaver.Models

// The gateway's pricing policy; opens its form where one may change it.
AbstractButton {
    id: button

    required property PricingReport report
    required property bool changeable

    Accessible.description: note.text
    Accessible.name: text
    enabled: report.loaded && changeable
    bottomPadding: Theme.space8
    focusPolicy: Qt.StrongFocus
    implicitHeight: implicitContentHeight + topPadding + bottomPadding
    text: title.text + ", " + origin.text
    topPadding: Theme.space8
    Keys.onEnterPressed: clicked()
    Keys.onReturnPressed: clicked()

    background: Rectangle {
        border.color: Theme.border
        border.width: 1
        color: button.hovered && button.enabled ? Theme.hover : Theme.card
        radius: Theme.radiusPopup

        FocusRing { visible: button.visualFocus }
    }
    contentItem: ColumnLayout {
        spacing: 1

        Skeleton {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.space12
            Layout.rightMargin: Theme.space12
            implicitHeight: 34
            visible: button.report.state === "loading"
        }
        RowLayout {
            Layout.leftMargin: Theme.space12
            Layout.rightMargin: Theme.space8
            spacing: Theme.space8
            visible: button.report.state !== "loading"

            AppText {
                id: title

                Layout.fillWidth: true
                color: button.report.loaded ? Theme.text : Theme.danger
                elide: Text.ElideNone
                objectName: "policyTitle"
                text: button.report.loaded ? button.report.title : qsTr("The policy couldn't be read.")
                wrapMode: Text.Wrap
                font.weight: Font.Medium
            }
            Icon {
                Layout.alignment: Qt.AlignTop
                color: Theme.text3
                glyph: Glyphs.pencil
                size: 14
                visible: button.changeable && button.report.loaded
            }
        }
        AppText {
            id: origin

            Layout.fillWidth: true
            Layout.leftMargin: Theme.space12
            Layout.rightMargin: Theme.space12
            color: Theme.text3
            text: button.report.loaded ? button.report.text : button.report.error
            visible: button.report.state !== "loading"
            font.pixelSize: Theme.caption
        }
        AppText {
            id: note

            Layout.fillWidth: true
            Layout.leftMargin: Theme.space12
            Layout.rightMargin: Theme.space12
            color: Theme.warn
            elide: Text.ElideNone
            objectName: "policyNote"
            text: qsTr("The markups below don't count while it holds.")
            visible: button.report.loaded && !button.report.marksUp
            wrapMode: Text.Wrap
            font.pixelSize: Theme.caption
        }
    }
}
