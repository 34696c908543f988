pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Beaver.Console
import Beaver.Editors
import Beaver.Models
import Beaver.Session

// All about one thing: facts, and by its kind its course, its receipt or what was changed.
Sheet {
    id: sheet

    required property Session session
    required property ActionCenter actions
    required property string kind
    property var record: ({})
    property bool showsJson: false

    subtitle: record.id ?? ""
    title: kind === "call" ? qsTr("Call") : detail.title

    RecordDetail {
        id: detail

        kind: sheet.kind
        record: sheet.record
        recordId: sheet.record.id ?? ""
        session: sheet.session
    }
    Connections {
        target: sheet.session

        function onStored() {
            if (sheet.kind === "model")
                detail.reload()
        }
    }
    Banner {
        Layout.fillWidth: true
        failed: true
        text: detail.error
        visible: detail.error !== "" && detail.facts.length === 0
    }
    Banner {
        Layout.fillWidth: true
        glyph: sheet.kind === "call" ? Glyphs.shuffle : Glyphs.info
        text: detail.remark
        visible: detail.remark !== ""
    }
    RowLayout {
        spacing: Theme.space8
        visible: sheet.kind === "call" && detail.loaded

        Repeater {
            model: sheet.kind === "call" ? sheet.actions.describe(["call.playground", "call.link"]) : []

            PushButton {
                required property var modelData

                glyph: Glyphs.named(modelData.glyph)
                objectName: "sheet_" + modelData.id
                small: true
                text: modelData.text
                onClicked: {
                    if (modelData.id === "call.playground")
                        sheet.close()
                    sheet.actions.start(modelData.id, { id: sheet.record.id })
                }
            }
        }
    }
    FactList {
        Layout.fillWidth: true
        actions: sheet.actions
        facts: detail.facts
    }
    SpentReport {
        id: spent

        kind: sheet.kind
        recordId: sheet.kind === "key" ? sheet.record.id ?? "" : ""
        session: sheet.session
    }
    KeyHistory {
        id: history

        keyId: sheet.kind === "key" ? sheet.record.id ?? "" : ""
        session: sheet.session
    }
    Section {
        title: qsTr("Last 30 days")
        visible: sheet.kind === "key" && !spent.missing

        SpentView {
            Layout.fillWidth: true
            actions: sheet.actions
            report: spent
            onLeaving: sheet.close()
        }
    }
    Section {
        title: qsTr("What was done with it")
        visible: sheet.kind === "key" && (history.lines.length > 0 || (history.error !== "" && !history.missing))

        MarkdownTable {
            Layout.fillWidth: true
            objectName: "history"
            rows: [[qsTr("Time"), qsTr("What"), qsTr("Who"), qsTr("Address")],
                ...Array.from(history.lines).map(each => [each.at, each.what, each.who, each.address !== "" ? each.address : "–"])]
            small: true
            visible: history.lines.length > 0
        }
        AppText {
            color: Theme.text3
            text: qsTr("The newest 20.")
            visible: history.hasMore
            font.pixelSize: Theme.small
        }
        Banner {
            Layout.fillWidth: true
            failed: true
            objectName: "historyError"
            text: history.error
            visible: history.error !== "" && history.lines.length === 0

            PushButton {
                small: true
                text: qsTr("Try again")
                onClicked: history.reload()
            }
        }
    }
    Section {
        title: qsTr("Timing")
        visible: detail.spans.length > 0

        Waterfall {
            Layout.fillWidth: true
            spans: detail.spans
            total: detail.spanTotal
        }
    }
    Section {
        title: qsTr("Receipt")
        visible: detail.buckets.length > 0

        MarkdownTable {
            Layout.fillWidth: true
            small: true
            alignRight: [false, true, true, true, true, true]
            rows: [[qsTr("Bucket"), qsTr("Tokens"), qsTr("List / 1M"), qsTr("Markup"), qsTr("Sale / 1M"), qsTr("Cost")],
                ...Array.from(detail.buckets).map(bucket => [bucket.kind, bucket.tokens, bucket.list, bucket.markup, bucket.sale, bucket.cost])]
        }
    }
    Section {
        title: qsTr("What was said")
        visible: detail.mayReadBodies

        // Not in a layout itself: wrapped text in nested ones unsettles all of them in Qt 6.4.
        Item {
            Layout.fillWidth: true
            implicitHeight: remark.implicitHeight
            visible: detail.bodies.length === 0

            AppText {
                id: remark

                color: Theme.text3
                elide: Text.ElideNone
                objectName: "bodiesRemark"
                text: detail.bodiesRemark !== "" ? detail.bodiesRemark : qsTr("Where it was kept. Reading it leaves a line in the audit log.")
                width: parent.width
                wrapMode: Text.Wrap
                font.pixelSize: Theme.small
            }
        }
        PushButton {
            glyph: Glyphs.code
            objectName: "copyCurl"
            small: true
            text: qsTr("Copy as curl")
            visible: detail.curl !== ""
            onClicked: sheet.actions.copy(detail.curl, qsTr("Command"))
        }
        PushButton {
            busy: detail.readingBodies
            glyph: Glyphs.eye
            objectName: "readBodies"
            small: true
            text: qsTr("Show request and answer")
            visible: detail.bodies.length === 0 && detail.bodiesRemark === ""
            onClicked: detail.readBodies()
        }
        Repeater {
            model: detail.bodies

            ColumnLayout {
                id: said

                required property int index
                required property var modelData

                Layout.fillWidth: true
                spacing: Theme.space4

                AppText {
                    color: Theme.text2
                    text: said.modelData.title
                    font.pixelSize: Theme.small
                    font.weight: Font.Medium
                }
                CodeBlock {
                    Layout.fillWidth: true
                    code: said.modelData.text
                    language: said.modelData.language
                    objectName: "body" + said.index
                }
            }
        }
    }
    Section {
        title: qsTr("Scheduled")
        visible: detail.scheduled.length > 0

        Repeater {
            model: detail.scheduled

            RowLayout {
                id: coming

                required property int index
                required property var modelData

                Layout.fillWidth: true
                spacing: Theme.space12

                Icon {
                    color: Theme.accentText
                    glyph: Glyphs.clock
                }
                AppText {
                    Layout.fillWidth: true
                    objectName: "scheduled" + coming.index
                    text: coming.modelData.output !== "" ? qsTr("From %1: %2 in, %3 out").arg(coming.modelData.since).arg(coming.modelData.input).arg(coming.modelData.output)
                        : qsTr("From %1: %2").arg(coming.modelData.since).arg(coming.modelData.input)
                    font.pixelSize: Theme.small
                }
                PushButton {
                    objectName: "withdraw" + coming.index
                    small: true
                    text: qsTr("Withdraw…")
                    visible: sheet.session.mayCreate
                    onClicked: sheet.actions.start("price.withdraw", { id: sheet.record.id, title: sheet.record.title, version: coming.modelData.version })
                }
            }
        }
    }
    Section {
        title: qsTr("Price history")
        visible: detail.prices.length > 0

        PriceVersions {
            Layout.fillWidth: true
            changeable: sheet.session.mayCreate && !sheet.session.offline
            objectName: "prices"
            versions: detail.prices
            onRestoreWanted: (version) => sheet.actions.start("model.restorePrice", Object.assign({ id: sheet.record.id, title: sheet.record.title ?? sheet.record.id }, version))
        }
    }
    Section {
        title: qsTr("Categories it was in")
        visible: detail.moves.length > 0

        MarkdownTable {
            Layout.fillWidth: true
            rows: [[qsTr("Time"), qsTr("Before"), qsTr("After"), qsTr("Who")],
                ...Array.from(detail.moves).map(each => [each.at, each.from !== "" ? each.from : "–", each.to !== "" ? each.to : "–", each.by !== "" ? each.by : "–"])]
            small: true
        }
    }
    Section {
        title: qsTr("What changed")
        visible: detail.differences.length > 0

        MarkdownTable {
            Layout.fillWidth: true
            small: true
            rows: [[qsTr("Field"), qsTr("Before"), qsTr("After")],
                ...Array.from(detail.differences).map(each => [each.field, each.before !== "" ? each.before : "–", each.after !== "" ? each.after : "–"])]
        }
    }
    PushButton {
        glyph: sheet.showsJson ? Glyphs.chevronUp : Glyphs.code
        kind: "ghost"
        small: true
        text: sheet.showsJson ? qsTr("Hide the JSON") : qsTr("Show the JSON")
        onClicked: sheet.showsJson = !sheet.showsJson
    }
    CodeBlock {
        Layout.fillWidth: true
        code: detail.json
        language: "json"
        visible: sheet.showsJson
    }

    component Section: ColumnLayout {
        id: section

        property string title

        Layout.fillWidth: true
        spacing: Theme.space8

        Rectangle {
            Layout.bottomMargin: Theme.space4
            Layout.fillWidth: true
            color: Theme.border
            implicitHeight: 1
        }
        AppText {
            text: section.title
            font.weight: Font.DemiBold
        }
    }
}
