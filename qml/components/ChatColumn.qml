pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Beaver.Console
import Beaver.Models
import Beaver.Text

// One conversation of the playground.
Item {
    id: column

    required property ChatModel chat
    property var models: [] // `{value, title, note}`
    property bool mayFork: false
    property bool alone: true
    // Why there is no model.
    property string problem
    // Who asks has nothing to pay with; `remedy` is what they can do about it, or empty.
    property bool broke: false
    property string remedy

    signal removed()
    signal copied()
    signal retried()
    signal asked()
    signal remedied()
    signal edited(place: int)
    signal forked(place: int)

    Rectangle {
        anchors.right: parent.right
        color: Theme.border
        height: parent.height
        visible: !column.alone
        width: 1
    }
    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        RowLayout {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.space24
            Layout.margins: 10
            Layout.rightMargin: Theme.space12

            SelectBox {
                Layout.fillWidth: true
                Layout.maximumWidth: 320
                glyph: Glyphs.sparkles
                listWidth: 400
                name: qsTr("Model")
                objectName: "model"
                options: column.models
                value: column.chat.model
                onPicked: (value) => column.chat.model = value
            }
            Item {
                Layout.fillWidth: true
            }
            Badge {
                dot: true
                text: qsTr("Streaming")
                tone: "accent"
                visible: column.chat.streaming
            }
            IconButton {
                glyph: Glyphs.close
                tip: qsTr("Take this column away")
                visible: !column.alone
                onClicked: column.removed()
            }
        }
        Rectangle {
            Layout.fillWidth: true
            color: Theme.border
            implicitHeight: 1
        }
        ListView {
            id: list

            property bool sticks: true

            Accessible.name: qsTr("Conversation")
            Accessible.role: Accessible.List
            Layout.fillHeight: true
            Layout.fillWidth: true
            bottomMargin: Theme.space20
            boundsBehavior: Flickable.StopAtBounds
            cacheBuffer: 4000
            clip: true
            model: column.chat
            spacing: Theme.space24
            topMargin: Theme.space24
            onContentHeightChanged: if (sticks) positionViewAtEnd()
            onMovementEnded: sticks = atYEnd
            ScrollBar.vertical: Scroll {}

            delegate: Item {
                id: message

                required property int index
                required property string author
                required property string body
                required property bool live
                required property bool failed
                required property var pictures
                readonly property bool own: author === "user"
                readonly property bool last: index === column.chat.count - 1
                readonly property real measure: Math.min(760, list.width - 48)

                height: own ? bubble.height + 28 : answer.implicitHeight
                width: list.width

                HoverHandler {
                    id: over
                }
                Row {
                    anchors.top: bubble.bottom
                    anchors.topMargin: Theme.space2
                    opacity: over.hovered || edit.activeFocus || fork.activeFocus ? 1 : 0
                    spacing: Theme.space2
                    visible: message.own && !column.chat.streaming
                    x: Theme.mirrored ? bubble.x : bubble.x + bubble.width - width

                    IconButton {
                        id: edit

                        glyph: Glyphs.pencil
                        glyphSize: 13
                        objectName: "edit" + message.index
                        size: 24
                        tip: qsTr("Change the question and ask again; what came after it goes")
                        onClicked: column.edited(message.index)
                    }
                    IconButton {
                        id: fork

                        glyph: Glyphs.gitBranch
                        glyphSize: 13
                        objectName: "fork" + message.index
                        size: 24
                        tip: qsTr("Ask it otherwise in a column beside; this one stays")
                        visible: column.mayFork
                        onClicked: column.forked(message.index)
                    }
                }

                Rectangle {
                    id: bubble

                    color: Theme.dark ? Theme.active : Theme.accentSoft
                    height: said.implicitHeight + 20
                    radius: Theme.radiusPanel
                    visible: message.own
                    width: Math.min(said.implicitWidth + 28, message.measure * 0.85)
                    x: (list.width - message.measure) / 2 + (Theme.mirrored ? 0 : message.measure - width)

                    Column {
                        id: said

                        readonly property real room: message.measure * 0.85 - 28

                        spacing: Theme.space8
                        x: 14
                        y: 10

                        PictureStrip {
                            readonly property int each: message.pictures.length === 1 ? 180 : 96

                            objectName: "pictures" + message.index
                            pictures: message.own ? message.pictures : []
                            side: each
                            visible: message.pictures.length > 0
                            width: Math.min(said.room, message.pictures.length * (each + Theme.space8) - Theme.space8)
                        }
                        AppText {
                            elide: Text.ElideNone
                            lineHeight: 1.3
                            text: message.own ? message.body : ""
                            visible: text !== ""
                            width: Math.min(implicitWidth, said.room)
                            wrapMode: Text.Wrap
                            font.pixelSize: Theme.lead
                        }
                    }
                }
                ColumnLayout {
                    id: answer

                    spacing: Theme.space12
                    visible: !message.own
                    width: message.measure
                    x: (list.width - message.measure) / 2

                    RowLayout {
                        spacing: Theme.space8

                        Rectangle {
                            color: Theme.accentSoft
                            implicitHeight: 22
                            implicitWidth: 22
                            radius: Theme.radius

                            Icon {
                                anchors.centerIn: parent
                                color: Theme.accentText
                                glyph: Glyphs.sparkles
                                size: 13
                            }
                        }
                        AppText {
                            Layout.fillWidth: true
                            mono: true
                            text: column.chat.model
                            font.pixelSize: Theme.small
                        }
                    }
                    Skeleton {
                        Layout.preferredWidth: 180
                        visible: message.live && message.body === ""
                    }
                    Repeater {
                        model: MarkdownBlocks {
                            markdown: message.own || message.failed ? "" : message.body
                        }

                        Item {
                            id: block

                            required property string kind
                            required property string content
                            required property string language
                            required property var rows
                            required property var alignRight

                            Layout.fillWidth: true
                            implicitHeight: kind === "code" ? code.implicitHeight : kind === "table" ? table.implicitHeight : prose.implicitHeight

                            CodeBlock {
                                id: code

                                code: block.kind === "code" ? block.content : ""
                                language: block.language
                                visible: block.kind === "code"
                                width: parent.width
                                onCopied: column.copied()
                            }
                            MarkdownTable {
                                id: table

                                alignRight: block.alignRight
                                rows: block.kind === "table" ? block.rows : []
                                visible: block.kind === "table"
                                width: parent.width
                            }
                            Prose {
                                id: prose

                                text: block.kind === "text" ? block.content : ""
                                visible: block.kind === "text"
                                width: parent.width
                            }
                        }
                    }
                    Banner {
                        Layout.fillWidth: true
                        failed: true
                        text: message.failed ? message.body : ""
                        visible: message.failed

                        PushButton {
                            glyph: Glyphs.wallet
                            objectName: "topUp"
                            small: true
                            text: column.remedy
                            visible: message.last && column.broke && text !== ""
                            onClicked: column.remedied()
                        }
                        PushButton {
                            glyph: Glyphs.rotateCw
                            objectName: "askAgain"
                            small: true
                            text: qsTr("Try again")
                            visible: message.last
                            onClicked: column.asked()
                        }
                    }
                    AppText {
                        Layout.fillWidth: true
                        color: Theme.text3
                        elide: Text.ElideNone
                        objectName: "summary"
                        text: column.chat.summary
                        visible: text !== "" && !message.live && message.last
                        wrapMode: Text.Wrap
                        font.pixelSize: Theme.small
                    }
                }
            }
            EmptyState {
                anchors.centerIn: parent
                failed: column.problem !== ""
                glyph: failed ? Glyphs.circleAlert : column.broke ? Glyphs.wallet : Glyphs.messageSquare
                text: failed ? column.problem
                    : column.broke ? column.remedy !== "" ? qsTr("Calls from here are paid from your balance, as any customer's are. Top up, then ask something.")
                                                          : qsTr("Calls from here are paid from your balance. Somebody who may top up can give you some.")
                    : qsTr("Ask something. The call goes through the gateway as any other: priced, charged and logged.")
                title: failed ? qsTr("The models couldn't be loaded") : column.broke ? qsTr("Your balance is empty") : qsTr("Talk to a model")
                visible: list.count === 0
                width: Math.min(340, list.width - 40)

                PushButton {
                    glyph: Glyphs.refreshCw
                    text: qsTr("Try again")
                    visible: column.problem !== ""
                    onClicked: column.retried()
                }
                PushButton {
                    glyph: Glyphs.wallet
                    kind: "primary"
                    objectName: "topUpFirst"
                    text: column.remedy
                    visible: column.problem === "" && column.broke && text !== ""
                    onClicked: column.remedied()
                }
            }
        }
    }
}
