pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Beaver.Console
import Beaver.Models

Page {
    id: page

    function focusSearch() {
        composer.forceActiveFocus()
    }
    function takeUp(draft: var) {
        composer.text = draft.text ?? ""
    }
    function attach() {
        if (picker.status === Loader.Null)
            picker.setSource("../components/PictureDialog.qml", { tray: playground.tray, parentWindow: page.Window.window })
        else
            (picker.item as PictureDialog)?.open()
    }
    function send() {
        playground.send(composer.text)
        if (playground.streaming)
            composer.text = ""
    }

    readonly property bool streaming: playground.streaming
    // Who is signed in pays, unless a key is given.
    readonly property bool broke: balance.empty && playground.apiKey === ""
    readonly property string remedy: page.session.mayTopUp ? qsTr("Top up…") : !page.session.operates ? qsTr("Redeem a voucher…") : ""

    function askAgain() {
        playground.retry()
        composer.forceActiveFocus()
    }
    function payFor() {
        if (page.session.mayTopUp)
            page.actions.start("account.topUp", { id: page.session.accountId, title: page.session.email })
        else
            page.actions.start("voucher.redeem", {})
    }

    function rewrite(question: string) {
        composer.text = question
        composer.forceActiveFocus()
        composer.cursorPosition = composer.length
    }
    // A call of the log, to be asked again.
    function takeCall() {
        if (/^req_[0-9a-zA-Z]+$/.test(navigator.subject))
            playground.takeCall(navigator.subject)
    }

    Component.onCompleted: {
        takeUp(session.takeDraft("playground"))
        takeCall()
        composer.forceActiveFocus()
    }
    onBrokeChanged: if (!broke) composer.forceActiveFocus()
    onStreamingChanged: if (!streaming) balance.reload()
    Keys.onEscapePressed: playground.stop()

    Connections {
        function onEnding() {
            page.session.keepDraft("playground", { text: composer.text })
        }

        target: page.session
    }
    Connections {
        function onMoved() {
            page.takeCall()
        }

        target: page.navigator
    }
    Playground {
        id: playground

        session: page.session
        onCallTaken: (remark, question) => {
            if (question !== "")
                composer.text = question
            if (remark !== "")
                page.actions.done(remark, false)
        }
        onNotSaved: (reason) => page.actions.failed(reason)
        onSaved: (path) => page.actions.done(qsTr("Saved as %1").arg(path), false)
    }
    BalanceReport {
        id: balance

        session: page.session
    }
    Loader {
        id: picker

        onLoaded: (item as PictureDialog).open()

        Connections {
            function onLeft() {
                composer.forceActiveFocus()
            }

            target: picker.item as PictureDialog
        }
    }
    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        PageHeader {
            Layout.fillWidth: true
            title: qsTr("Playground")

            PushButton {
                enabled: playground.mayAdd
                glyph: Glyphs.columns2
                objectName: "compare"
                text: qsTr("Compare")
                tip: qsTr("One more model beside")
                onClicked: playground.addColumn()
            }
            PresetButton {
                playground: playground
                preferences: page.preferences
            }
            PushButton {
                glyph: Glyphs.code
                narrow: page.width < 900
                objectName: "getCode"
                text: qsTr("Get code")
                onClicked: code.open()
            }
            PushButton {
                enabled: playground.maySave
                glyph: Glyphs.fileDown
                objectName: "saveChat"
                text: qsTr("Save")
                tip: qsTr("As Markdown, into the download folder")
                onClicked: playground.save()
            }
            PushButton {
                enabled: playground.streaming || playground.maySave
                glyph: Glyphs.rotateCcw
                objectName: "clearChat"
                text: qsTr("Clear")
                onClicked: playground.clear()
            }
        }
        RowLayout {
            Layout.fillHeight: true
            Layout.fillWidth: true
            spacing: 0

            ColumnLayout {
                Layout.fillHeight: true
                Layout.fillWidth: true
                spacing: 0

                RowLayout {
                    Layout.fillHeight: true
                    Layout.fillWidth: true
                    spacing: 0

                    Repeater {
                        model: playground.columns

                        ChatColumn {
                            required property int index
                            required property QtObject modelData

                            Layout.fillHeight: true
                            Layout.fillWidth: true
                            Layout.preferredWidth: 1
                            alone: playground.columns.length === 1
                            broke: page.broke
                            chat: modelData as ChatModel
                            mayFork: playground.mayAdd
                            models: playground.modelOptions
                            objectName: "chat" + index
                            problem: playground.error
                            remedy: page.remedy
                            onAsked: page.askAgain()
                            onRemedied: page.payFor()
                            onEdited: (place) => page.rewrite(playground.editFrom(index, place))
                            onForked: (place) => page.rewrite(playground.forkFrom(index, place))
                            onCopied: page.actions.done(qsTr("Code copied"), false)
                            onRemoved: playground.removeColumn(index)
                            onRetried: playground.reload()
                        }
                    }
                }
                Banner {
                    Layout.alignment: Qt.AlignHCenter
                    Layout.fillWidth: true
                    Layout.leftMargin: Theme.space32
                    Layout.maximumWidth: 780
                    Layout.rightMargin: Theme.space32
                    Layout.topMargin: Theme.space12
                    failed: playground.tray.problem !== ""
                    glyph: Glyphs.image
                    objectName: "pictureNotice"
                    text: failed ? playground.tray.problem : playground.pictureWarning
                    visible: text !== ""
                }
                Rectangle {
                    Layout.alignment: Qt.AlignHCenter
                    Layout.bottomMargin: Theme.space20
                    Layout.leftMargin: Theme.space32
                    Layout.maximumWidth: 780
                    Layout.fillWidth: true
                    Layout.rightMargin: Theme.space32
                    Layout.topMargin: Theme.space12
                    border.color: composer.activeFocus ? Theme.accent : Theme.borderStrong
                    border.width: 1
                    color: Theme.card
                    implicitHeight: Math.min(200, composer.implicitHeight + 52) + (tray.visible ? tray.implicitHeight + Theme.space12 : 0)
                    radius: Theme.radiusPanel

                    ColumnLayout {
                        anchors.fill: parent
                        anchors.margins: Theme.space6
                        spacing: 0

                        PictureStrip {
                            id: tray

                            Layout.fillWidth: true
                            Layout.leftMargin: Theme.space8
                            Layout.rightMargin: Theme.space8
                            Layout.topMargin: Theme.space8
                            objectName: "tray"
                            pictures: playground.tray.pictures
                            removable: true
                            visible: playground.tray.count > 0
                            onRemoved: (place) => {
                                playground.tray.remove(place)
                                composer.forceActiveFocus()
                            }
                        }
                        ScrollView {
                            Layout.fillHeight: true
                            Layout.fillWidth: true

                            TextArea {
                                id: composer

                                Accessible.name: qsTr("Message")
                                background: null
                                color: Theme.text
                                leftPadding: Theme.space8
                                objectName: "composer"
                                placeholderText: qsTr("Send a message…")
                                placeholderTextColor: Theme.text3
                                selectByMouse: true
                                selectionColor: Theme.accent
                                textFormat: TextEdit.PlainText
                                wrapMode: TextArea.Wrap
                                font.family: Theme.sans
                                font.pixelSize: Theme.lead
                                Keys.onBacktabPressed: nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)
                                Keys.onTabPressed: nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
                                Keys.onPressed: (event) => {
                                    event.accepted = event.matches(StandardKey.Paste) && playground.takesPictures && playground.tray.paste()
                                }
                                Keys.onEnterPressed: (event) => {
                                    event.accepted = !(event.modifiers & Qt.ShiftModifier)
                                    if (event.accepted)
                                        page.send()
                                }
                                Keys.onReturnPressed: (event) => {
                                    event.accepted = !(event.modifiers & Qt.ShiftModifier)
                                    if (event.accepted)
                                        page.send()
                                }
                            }
                        }
                        RowLayout {
                            spacing: Theme.space8

                            IconButton {
                                enabled: playground.takesPictures
                                glyph: Glyphs.paperclip
                                objectName: "attach"
                                tip: enabled ? qsTr("Attach pictures (Ctrl+O); paste or drop them too") : qsTr("The model takes no pictures")
                                onClicked: page.attach()
                            }
                            AppText {
                                Layout.fillWidth: true
                                color: Theme.text3
                                text: playground.streaming ? qsTr("%1 tokens/s").arg(Math.round(playground.tokensPerSecond)) : qsTr("Enter sends, Shift+Enter begins a new line")
                                font.pixelSize: Theme.small
                            }
                            PushButton {
                                enabled: playground.streaming || (playground.models.length > 0 && (composer.text.trim() !== "" || playground.tray.count > 0))
                                glyph: playground.streaming ? Glyphs.square : Glyphs.arrowUp
                                kind: playground.streaming ? "secondary" : "primary"
                                objectName: "send"
                                small: true
                                text: playground.streaming ? qsTr("Stop") : qsTr("Send")
                                onClicked: playground.streaming ? playground.stop() : page.send()
                            }
                        }
                    }
                }
            }
            Rectangle {
                Layout.fillHeight: true
                color: Theme.border
                implicitWidth: 1
            }
            Flickable {
                id: side

                Layout.fillHeight: true
                Layout.maximumWidth: 276
                Layout.minimumWidth: 276
                boundsBehavior: Flickable.StopAtBounds
                clip: true
                contentHeight: parameters.implicitHeight + 36
                ScrollBar.vertical: Scroll {}

                ColumnLayout {
                    id: parameters

                    spacing: 18
                    width: side.width - 36
                    x: 18
                    y: 18

                    FormRow {
                        Layout.fillWidth: true
                        help: qsTr("Paid by this key's account, with its limits; empty: by you")
                        label: qsTr("Call with the key")
                        optional: true

                        Field {
                            Accessible.description: qsTr("Call with the key") // Qt tells no names of these
                            Accessible.name: qsTr("Call with the key")
                            Layout.fillWidth: true
                            echoMode: TextInput.Password
                            mono: true
                            objectName: "runAs"
                            placeholderText: "beaver_…"
                            text: playground.apiKey
                            onTextEdited: playground.apiKey = text
                        }
                    }
                    FormRow {
                        Layout.fillWidth: true
                        label: qsTr("System prompt")
                        optional: true

                        TextBox {
                            Layout.fillWidth: true
                            name: qsTr("System prompt")
                            text: playground.system
                            onTextChanged: if (activeFocus) playground.system = text
                        }
                    }
                    Parameter {
                        label: qsTr("Temperature")
                        shown: playground.temperature.toLocaleString(Qt.locale(), "f", 2)

                        Range {
                            Layout.fillWidth: true
                            name: qsTr("Temperature")
                            stepSize: 0.05
                            to: 2
                            value: playground.temperature
                            onMoved: playground.temperature = value
                        }
                    }
                    Parameter {
                        label: qsTr("Max tokens")
                        shown: playground.maxTokens.toLocaleString(Qt.locale(), "f", 0)

                        Range {
                            Layout.fillWidth: true
                            from: 64
                            name: qsTr("Max tokens")
                            stepSize: 64
                            to: 8192
                            value: playground.maxTokens
                            onMoved: playground.maxTokens = value
                        }
                    }
                    Rectangle {
                        Layout.fillWidth: true
                        color: Theme.border
                        implicitHeight: 1
                    }
                    AppText {
                        color: Theme.text3
                        text: qsTr("The last answer")
                        font.pixelSize: Theme.small
                        font.weight: Font.Medium
                    }
                    AppText {
                        Layout.fillWidth: true
                        color: Theme.text3
                        text: qsTr("What it cost and how long it took stands here.")
                        visible: playground.facts.length === 0
                        wrapMode: Text.Wrap
                        font.pixelSize: Theme.small
                    }
                    Repeater {
                        model: playground.facts

                        RowLayout {
                            id: fact

                            required property var modelData

                            AppText {
                                Layout.fillWidth: true
                                color: Theme.text2
                                text: fact.modelData.label
                                font.pixelSize: Theme.small
                            }
                            ExactText {
                                Layout.maximumWidth: 150
                                elide: Text.ElideMiddle
                                exact: fact.modelData.exact
                                mono: fact.modelData.mono === true
                                objectName: "fact_" + fact.modelData.label
                                text: fact.modelData.value
                                font.pixelSize: Theme.small
                            }
                            IconButton {
                                Layout.rightMargin: -Theme.space6
                                glyph: Glyphs.copy
                                glyphSize: 14
                                size: 24
                                tip: qsTr("Copy")
                                visible: fact.modelData.mono === true
                                onClicked: page.actions.copy(fact.modelData.value, fact.modelData.label)
                            }
                            IconButton {
                                Layout.rightMargin: -Theme.space6
                                glyph: Glyphs.arrowUpRight
                                glyphSize: 14
                                objectName: "openInLog"
                                size: 24
                                tip: qsTr("Open it in the log")
                                visible: fact.modelData.mono === true
                                onClicked: page.actions.detailWanted("call", { id: fact.modelData.value })
                            }
                        }
                    }
                }
            }
        }
    }
    DropArea {
        id: drop

        anchors.fill: parent
        enabled: playground.takesPictures
        keys: ["text/uri-list"]
        onDropped: (event) => {
            playground.tray.attach(event.urls)
            event.accept(Qt.CopyAction)
            composer.forceActiveFocus()
        }

        Rectangle {
            anchors.fill: parent
            anchors.margins: Theme.space8
            border.color: Theme.accent
            border.width: 2
            color: Theme.accentSoft
            opacity: 0.94
            radius: Theme.radiusPanel
            visible: drop.containsDrag

            AppText {
                anchors.centerIn: parent
                color: Theme.accentText
                text: qsTr("Drop the pictures to attach them")
                font.pixelSize: Theme.title
                font.weight: Font.DemiBold
            }
        }
    }
    Shortcut {
        enabled: playground.takesPictures
        sequence: "Ctrl+O"
        onActivated: page.attach()
    }
    FormDialog {
        id: code

        property string language: "curl"

        glyph: Glyphs.code
        parent: page
        text: qsTr("The next request of the first conversation; set BEAVER_API_KEY to one of your keys.")
        title: qsTr("The same from your program")
        width: 640

        Segmented {
            options: [{ value: "curl", title: "curl" }, { value: "python", title: "Python" }, { value: "typescript", title: "TypeScript" }]
            value: code.language
            onPicked: (value) => code.language = value
        }
        CodeBlock {
            Layout.fillWidth: true
            code: code.visible ? playground.code(code.language) : ""
            language: code.language
            mostHeight: 320
            onCopied: page.actions.done(qsTr("Code copied"), false)
        }

        footer: [
            Item { Layout.fillWidth: true },
            PushButton {
                focus: true
                text: qsTr("Close")
                onClicked: code.close()
            }
        ]
    }

    component Parameter: ColumnLayout {
        id: parameter

        property string label
        property string shown

        Layout.fillWidth: true
        spacing: 7

        RowLayout {
            AppText {
                Layout.fillWidth: true
                text: parameter.label
                font.pixelSize: Theme.small
                font.weight: Font.Medium
            }
            AppText {
                color: Theme.text2
                text: parameter.shown
                font.pixelSize: Theme.small
            }
        }
    }
}
