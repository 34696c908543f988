import QtQuick
import QtQuick.Layouts
import Beaver.Console
import Beaver.Text

Rectangle {
    id: block

    property string code
    property string language
    property int mostHeight: 0

    signal copied()

    border.color: Theme.border
    border.width: 1
    color: Theme.code
    implicitHeight: column.implicitHeight
    radius: Theme.radiusPopup

    ColumnLayout {
        id: column

        spacing: 0
        width: parent.width

        RowLayout {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.space14
            Layout.preferredHeight: 34
            Layout.rightMargin: Theme.space6

            AppText {
                Layout.fillWidth: true
                color: Theme.text3
                mono: true
                text: block.language !== "" ? block.language : qsTr("text")
                font.pixelSize: Theme.caption
            }
            IconButton {
                glyph: Glyphs.copy
                size: 24
                tip: qsTr("Copy the code")
                onClicked: {
                    edit.selectAll()
                    edit.copy()
                    edit.deselect()
                    block.copied()
                }
            }
        }
        Rectangle {
            Layout.fillWidth: true
            color: Theme.border
            implicitHeight: 1
        }
        Flickable {
            Layout.fillWidth: true
            Layout.preferredHeight: block.mostHeight > 0 ? Math.min(block.mostHeight, edit.implicitHeight) : edit.implicitHeight
            boundsBehavior: Flickable.StopAtBounds
            clip: true
            contentHeight: edit.implicitHeight
            contentWidth: edit.implicitWidth

            TextEdit {
                id: edit

                Accessible.name: qsTr("Code")
                color: Theme.text
                padding: Theme.space14
                readOnly: true
                selectByMouse: true
                selectionColor: Theme.accent
                text: block.code
                textFormat: TextEdit.PlainText
                topPadding: 10
                font.family: Theme.mono
                font.pixelSize: Theme.small

                CodeHighlighter {
                    comment: Theme.text3
                    keyword: Theme.dark ? "#b79bff" : "#7a3fd0"
                    number: Theme.dark ? "#f2b98a" : "#b3540f"
                    string: Theme.dark ? "#8fd3a6" : "#12794b"
                    target: edit.textDocument
                }
            }
        }
    }
}
