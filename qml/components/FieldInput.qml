import QtQuick
import QtQuick.Layouts
import Beaver.Console

// The input that a form's field is made with, by its kind.
FormRow {
    id: row

    required property string name
    required label
    required help
    required optional
    required property string kind
    required property string placeholder
    required property string suffix
    required property var value
    required property var options
    readonly property bool chooses: kind === "choice"
    readonly property bool searches: kind === "account"
    readonly property bool writes: kind === "area" || kind === "object" || kind === "headers"
    readonly property bool toggles: kind === "toggle"
    readonly property bool reads: kind === "file"
    readonly property bool folds: kind === "part"
    readonly property Item input: folds ? part as Item : chooses ? select as Item : searches ? search as Item : writes ? area as Item : toggles ? toggle as Item : field

    signal edited(value: string)
    signal searched(text: string)
    signal accepted()

    named: !folds

    Field {
        id: field

        Accessible.description: row.kind === "secret" || row.kind === "password" ? row.label : "" // Qt tells no names of these
        Accessible.name: row.label
        Layout.fillWidth: true
        echoMode: row.kind === "secret" || row.kind === "password" ? TextInput.Password : TextInput.Normal
        failed: row.error !== ""
        mono: row.kind === "secret" || row.kind === "list" || row.kind === "rules" || row.kind === "mailed" || row.reads
        objectName: "field_" + row.name + (row.searches ? "_unused" : "")
        placeholderText: row.placeholder
        suffix: row.suffix
        text: row.value ?? ""
        visible: !row.chooses && !row.searches && !row.writes && !row.toggles && !row.folds
        onAccepted: row.accepted()
        onTextEdited: row.edited(text)
    }
    PushButton {
        glyph: Glyphs.folder
        objectName: "choose_" + row.name
        text: qsTr("Choose…")
        visible: row.reads
        onClicked: {
            chooser.source = ""
            chooser.setSource("FileChooser.qml", { parentWindow: row.Window.window })
        }
    }
    Loader {
        id: chooser

        visible: false

        Connections {
            ignoreUnknownSignals: true
            target: chooser.item

            function onChosen(file: url) {
                row.edited(String(file))
            }
        }
    }
    SelectBox {
        id: select

        Layout.fillWidth: true
        name: row.label
        objectName: "field_" + row.name + (row.chooses ? "" : "_unused")
        options: row.options
        value: row.value ?? ""
        visible: row.chooses
        onPicked: (value) => row.edited(value)
    }
    SearchBox {
        id: search

        Accessible.name: row.label
        Layout.fillWidth: true
        failed: row.error !== ""
        objectName: "field_" + row.name + (row.searches ? "" : "_unused")
        options: row.options
        value: row.value ?? ""
        visible: row.searches
        onAccepted: row.accepted()
        onPicked: (value) => row.edited(value)
        onSearched: (text) => row.searched(text)
    }
    TextBox {
        id: area

        Layout.fillWidth: true
        failed: row.error !== ""
        mono: row.kind !== "area"
        name: row.label
        objectName: "field_" + row.name + (row.writes ? "" : "_unused")
        placeholderText: row.placeholder
        text: row.value ?? ""
        visible: row.writes
        onTextChanged: if (activeFocus) row.edited(text)
        // Between fields the tabulator goes on, as everywhere in a form.
        Keys.onBacktabPressed: nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)
        Keys.onTabPressed: nextItemInFocusChain().forceActiveFocus(Qt.TabFocusReason)
        Keys.priority: Keys.BeforeItem
    }
    PushButton {
        id: part

        readonly property bool open: row.value === true

        Accessible.description: row.help
        Layout.leftMargin: -Theme.space8
        glyph: open ? Glyphs.chevronUp : Glyphs.chevronDown
        kind: "ghost"
        objectName: "part_" + row.name
        small: true
        text: row.label
        visible: row.folds
        onClicked: row.edited(open ? "false" : "true")
    }
    Toggle {
        id: toggle

        checked: row.value === true || row.value === "true"
        objectName: "field_" + row.name + (row.toggles ? "" : "_unused")
        text: row.label
        visible: row.toggles
        onToggled: row.edited(checked ? "true" : "false")
    }
}
