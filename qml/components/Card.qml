import QtQuick
import QtQuick.Layouts
import Beaver.Console

// A titled box on a page.
Rectangle {
    id: card

    property string title
    property string subtitle
    property int pad: Theme.space16
    property alias actions: slot.data
    default property alias content: body.data

    color: Theme.card
    implicitHeight: column.implicitHeight + 2 * pad
    radius: Theme.radiusCard
    border.color: Theme.border
    border.width: 1

    ColumnLayout {
        id: column

        anchors.fill: parent
        anchors.margins: card.pad
        spacing: Theme.space12

        RowLayout {
            Layout.fillHeight: false
            Layout.fillWidth: true
            spacing: Theme.space8
            visible: card.title !== ""

            ColumnLayout {
                Layout.fillWidth: true
                spacing: Theme.space2

                AppText {
                    Accessible.role: Accessible.Heading
                    Layout.fillWidth: true
                    text: card.title
                    font.weight: Font.DemiBold
                }
                AppText {
                    Layout.fillWidth: true
                    color: Theme.text3
                    text: card.subtitle
                    visible: text !== ""
                    font.pixelSize: Theme.small
                }
            }
            RowLayout {
                id: slot

                Layout.alignment: Qt.AlignTop
                Layout.fillWidth: false
                spacing: Theme.space4
            }
        }
        ColumnLayout {
            id: body

            Layout.fillHeight: true
            Layout.fillWidth: true
            Layout.maximumHeight: 100000
            spacing: 0
        }
    }
}
