import QtQuick
import QtQuick.Layouts
import Beaver.Charts
import Beaver.Console

// One figure with how it changed and its course.
Rectangle {
    id: card

    property string label
    property string value
    property string unit
    property string exact
    property string note // beside the course
    property real change: 0
    property bool better: true
    property bool compares: true
    property var points: []
    property color tint: Theme.series[0]
    property bool loading: false
    property bool pressable: false

    signal pressed()

    Accessible.name: label + ": " + value + " " + unit
    Accessible.role: pressable ? Accessible.Button : Accessible.StaticText
    Accessible.onPressAction: if (pressable) pressed()
    activeFocusOnTab: pressable
    color: pressable && hover.hovered ? Theme.hover : Theme.card
    Keys.onEnterPressed: if (pressable) pressed()
    Keys.onReturnPressed: if (pressable) pressed()
    Keys.onSpacePressed: if (pressable) pressed()
    implicitHeight: 112
    radius: Theme.radiusCard
    border.color: Theme.border
    border.width: 1

    HoverHandler {
        id: hover
    }
    TapHandler {
        enabled: card.pressable
        onTapped: card.pressed()
    }
    FocusRing {
        radius: Theme.radiusCard + 2
        visible: card.activeFocus
    }
    ColumnLayout {
        anchors.bottomMargin: Theme.space14
        anchors.fill: parent
        anchors.margins: Theme.space16
        spacing: 0

        AppText {
            Layout.fillWidth: true
            color: Theme.text2
            text: card.label
            font.pixelSize: Theme.small
            font.weight: Font.Medium
        }
        Item {
            Layout.preferredHeight: Theme.space6
        }
        Skeleton {
            Layout.preferredHeight: 26
            Layout.preferredWidth: 110
            visible: card.loading
        }
        RowLayout {
            spacing: Theme.space4
            visible: !card.loading

            ExactText {
                exact: card.exact
                text: card.value
                font.letterSpacing: -0.5
                font.pixelSize: Theme.figure
                font.weight: Font.DemiBold
            }
            AppText {
                Layout.alignment: Qt.AlignBottom
                bottomPadding: Theme.space4
                color: Theme.text3
                text: card.unit
                visible: text !== ""
            }
        }
        Item {
            Layout.fillHeight: true
        }
        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.space4
            visible: !card.loading

            AppText {
                Layout.fillWidth: true
                color: Theme.text3
                text: card.note
                visible: text !== ""
                font.pixelSize: Theme.small
            }
            Icon {
                color: card.better ? Theme.ok : Theme.danger
                glyph: card.change >= 0 ? Glyphs.arrowUpRight : Glyphs.arrowDownRight
                size: 13
                visible: card.compares
            }
            AppText {
                color: card.better ? Theme.ok : Theme.danger
                text: qsTr("%1%").arg(Math.abs(card.change).toLocaleString(Qt.locale(), "f", 1))
                visible: card.compares
                font.pixelSize: Theme.small
                font.weight: Font.Medium
            }
            AppText {
                Layout.fillWidth: true
                color: Theme.text3
                text: card.width > 235 ? qsTr("vs. before") : ""
                visible: card.compares
                font.pixelSize: Theme.small
            }
            Sparkline {
                Layout.fillWidth: !card.compares
                Layout.preferredHeight: 26
                Layout.preferredWidth: Math.min(90, Math.round(card.width * 0.36))
                color: card.tint
                values: card.points
            }
        }
    }
}
