import QtQuick
import Beaver.Console
import Beaver.Text

TextEdit {
    id: prose

    color: Theme.text
    readOnly: true
    selectByMouse: true
    selectedTextColor: Theme.textOnFill
    selectionColor: Theme.accent
    textFormat: TextEdit.MarkdownText
    wrapMode: TextEdit.Wrap
    font.family: Theme.sans
    font.pixelSize: Theme.lead
    onLinkActivated: (link) => Qt.openUrlExternally(link)
    onTextChanged: style.apply()

    MarkdownStyle {
        id: style

        code: Theme.dark ? "#d7d9ff" : "#3b41a8"
        codeBack: Theme.dark ? "#1f2127" : "#eef0f4"
        link: Theme.accentText
        mono: Theme.mono
        target: prose.textDocument
    }
}
