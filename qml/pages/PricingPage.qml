pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Beaver.Charts
import Beaver.Console
import Beaver.Models

Page {
    id: page

    readonly property var parts: [{ value: "models", title: qsTr("Models") }, { value: "aliases", title: qsTr("Aliases") }, { value: "corrections", title: qsTr("Corrections") }]
    readonly property string part: navigator.partOf(navigator.subject, parts)
    readonly property bool tall: height >= 760
    readonly property bool wide: width >= 1120
    readonly property RecordTable table: part === "aliases" ? aliases : part === "corrections" ? corrections : models
    readonly property string newAction: !session.mayCreate ? "" : part === "aliases" ? "alias.create" : part === "corrections" ? "correction.create" : "model.create"
    readonly property string newText: part === "aliases" ? qsTr("Add alias") : part === "corrections" ? qsTr("Correct a past price") : qsTr("Add model")
    readonly property var filters: models.filters
    readonly property list<color> bands: [Theme.series[4], Theme.series[1], Theme.series[0], Theme.series[2], Theme.series[3]]

    function refresh() {
        models.reload()
        categories.reload()
        pricing.reload()
        whatIf.reload()
        scheduled.reload()
        if (part !== "models")
            table.reload()
    }
    function focusSearch() {
        bar.focusSearch()
    }
    function create() {
        if (newAction !== "")
            actions.start(newAction, {})
    }
    function open(row: int) {
        const record = table.record(row)
        if (part === "aliases")
            actions.start(session.mayCreate ? "alias.edit" : "copy.id", record)
        else if (part === "corrections")
            actions.detailWanted("correction", record)
        else if (session.mayCreate)
            actions.start("model.price", record)
        else
            actions.detailWanted("model", record)
    }

    RecordTable {
        id: models

        facts: Object.assign({ policy: pricing.policy }, categories.count > 0 ? categories.categoryFacts() : {})
        kind: "models"
        session: page.session
    }
    RecordTable {
        id: categories

        kind: "categories"
        session: page.session
    }
    RecordTable {
        id: aliases

        active: page.part === "aliases"
        kind: "aliases"
        session: page.session
    }
    RecordTable {
        id: corrections

        active: page.part === "corrections"
        kind: "corrections"
        session: page.session
    }
    PricingReport {
        id: pricing

        session: page.session
    }
    ScheduledPrices {
        id: scheduled

        session: page.session
    }
    WhatIfReport {
        id: whatIf

        session: page.session
        onPublished: page.actions.done(qsTr("The new markups hold from now on"), false)
        onRefused: (error) => page.actions.failed(error)
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        PageHeader {
            Layout.fillWidth: true
            subtitle: page.part === "models" && models.state === "ready" ? qsTr("%n model(s)", "", models.loadedCount) : ""
            title: qsTr("Models & pricing")

            AppText {
                color: Theme.text3
                text: qsTr("USD for a million tokens")
                visible: page.part === "models" && page.width > 1040
                font.pixelSize: Theme.small
            }
            Segmented {
                objectName: "part"
                options: page.parts
                value: page.part
                visible: page.session.operates
                onPicked: (value) => page.navigator.open("pricing", value)
            }
            PushButton {
                glyph: Glyphs.upload
                narrow: page.width < 1060
                objectName: "import"
                text: qsTr("Import…")
                visible: page.session.mayCreate && page.part === "models"
                onClicked: page.actions.start("model.import", {})
            }
            PushButton {
                glyph: Glyphs.calculator
                narrow: page.width < 1060
                objectName: "recalculate"
                text: qsTr("Recalculate…")
                visible: page.session.mayCreate && page.part === "models"
                onClicked: recalculation.open()
            }
            PushButton {
                enabled: !page.session.offline
                glyph: page.part === "corrections" ? Glyphs.history : Glyphs.plus
                hint: "C"
                kind: "primary"
                objectName: "new"
                text: page.newText
                visible: page.newAction !== ""
                onClicked: page.create()
            }
        }
        Banner {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.space24
            Layout.rightMargin: Theme.space24
            Layout.topMargin: Theme.space12
            glyph: Glyphs.clock
            objectName: "scheduledBanner"
            text: scheduled.text
            title: qsTr("A price changes")
            visible: page.part === "models" && scheduled.count > 0

            PushButton {
                objectName: "showScheduled"
                small: true
                text: qsTr("Show")
                onClicked: page.actions.detailWanted("model", scheduled.next)
            }
            PushButton {
                enabled: Object.keys(scheduled.withdrawal).length > 0 && !page.session.offline
                objectName: "withdrawScheduled"
                small: true
                text: qsTr("Withdraw…")
                visible: page.session.mayCreate
                onClicked: page.actions.start("price.withdraw", scheduled.withdrawal)
            }
        }
        RowLayout {
            Layout.fillHeight: true
            Layout.fillWidth: true
            spacing: 0

            Column {
                id: panel

                Layout.fillHeight: true
                Layout.leftMargin: Theme.space14
                Layout.maximumWidth: 212
                Layout.minimumWidth: 212
                Layout.rightMargin: Theme.space6
                Layout.topMargin: Theme.space16
                visible: page.part === "models"

                AppText {
                    bottomPadding: Theme.space8
                    color: Theme.text2
                    leftPadding: Theme.space6
                    rightPadding: Theme.space6
                    text: qsTr("Pricing policy")
                    visible: policy.visible
                    font.pixelSize: Theme.small
                    font.weight: Font.Medium
                }
                PolicyButton {
                    id: policy

                    changeable: page.session.mayCreate
                    objectName: "policy"
                    report: pricing
                    visible: page.session.operates
                    width: panel.width
                    onClicked: page.actions.start("pricing.policy", pricing.record)
                }
                AppText {
                    bottomPadding: Theme.space8
                    color: Theme.text2
                    leftPadding: Theme.space6
                    rightPadding: Theme.space6
                    text: qsTr("Pricing categories")
                    topPadding: policy.visible ? Theme.space16 : 0
                    visible: categories.count > 0 || categories.state === "loading" || categories.state === "empty"
                    font.pixelSize: Theme.small
                    font.weight: Font.Medium
                }
                Repeater {
                    model: categories.state === "loading" ? 5 : 0

                    Item {
                        height: 54
                        width: panel.width

                        Skeleton {
                            anchors.fill: parent
                            anchors.margins: Theme.space6
                        }
                    }
                }
                AppText {
                    color: Theme.text3
                    elide: Text.ElideNone
                    leftPadding: Theme.space6
                    objectName: "noCategories"
                    rightPadding: Theme.space6
                    text: qsTr("With the first priced models come their categories, each with a markup of its own.")
                    visible: categories.state === "empty"
                    width: panel.width
                    wrapMode: Text.Wrap
                    font.pixelSize: Theme.small
                }
                Repeater {
                    model: categories

                    AbstractButton {
                        id: category

                        required property int index
                        required property string title
                        required property var cells
                        readonly property bool current: page.filters.category === title

                        Accessible.name: text
                        focusPolicy: Qt.StrongFocus
                        height: 54
                        width: panel.width
                        objectName: "category_" + title
                        text: cells[0].text + ", " + cells[1].text
                        Keys.onEnterPressed: clicked()
                        Keys.onReturnPressed: clicked()
                        onClicked: models.setFilter("category", current ? "" : title)

                        background: Rectangle {
                            color: category.current ? Theme.active : category.hovered ? Theme.hover : "transparent"
                            radius: Theme.radiusPopup

                            FocusRing { visible: category.visualFocus }
                        }
                        contentItem: RowLayout {
                            spacing: 10

                            Rectangle {
                                Layout.leftMargin: Theme.space8
                                color: page.bands[category.index % 5]
                                implicitHeight: 30
                                implicitWidth: 4
                                radius: 2
                            }
                            ColumnLayout {
                                Layout.fillWidth: true
                                spacing: 1

                                AppText {
                                    Layout.fillWidth: true
                                    text: category.cells[0].text
                                    font.weight: Font.Medium
                                }
                                AppText {
                                    Layout.fillWidth: true
                                    color: Theme.text3
                                    text: category.cells[0].sub
                                    font.pixelSize: Theme.caption
                                }
                            }
                            AppText {
                                Layout.rightMargin: edit.visible ? -Theme.space4 : Theme.space8
                                color: Theme.text2
                                text: category.cells[1].text
                            }
                            IconButton {
                                id: edit

                                Layout.rightMargin: Theme.space4
                                glyph: Glyphs.pencil
                                glyphSize: 13
                                objectName: "editCategory_" + category.title
                                size: 24
                                tip: qsTr("Markup and cut of %1").arg(category.cells[0].text)
                                visible: page.session.mayCreate
                                onClicked: {
                                    menu.entries = page.actions.describe(categories.actions(category.index))
                                    menu.record = categories.record(category.index)
                                    menu.popup(this, 0, height)
                                }
                            }
                        }
                    }
                }
                AppText {
                    color: Theme.text3
                    elide: Text.ElideNone
                    leftPadding: Theme.space6
                    objectName: "recalculated"
                    rightPadding: Theme.space6
                    text: pricing.recalculated
                    topPadding: Theme.space6
                    visible: text !== "" && categories.count > 0
                    width: panel.width
                    wrapMode: Text.Wrap
                    font.pixelSize: Theme.caption
                }
                AppText {
                    bottomPadding: Theme.space8
                    color: Theme.text2
                    leftPadding: Theme.space6
                    rightPadding: Theme.space6
                    text: qsTr("Models by list price")
                    topPadding: Theme.space20
                    visible: distribution.visible
                    font.pixelSize: Theme.small
                    font.weight: Font.Medium
                }
                DistributionChart {
                    id: distribution

                    Accessible.name: qsTr("Models by list price, with the cuts of the categories")
                    Accessible.role: Accessible.Chart
                    height: 150
                    visible: page.tall && models.loadedCount > 0
                    width: panel.width
                    colors: page.bands
                    cuts: categories.count > 0 ? models.cutsOf(categories) : []
                    fontFamily: Theme.sans
                    gridColor: Theme.borderStrong
                    points: models.count > 0 ? models.pricePoints() : []
                    textColor: Theme.text3

                    HoverHandler {
                        id: pointer
                    }
                    Tip {
                        text: pointer.hovered ? distribution.nameAt(pointer.point.position.x, pointer.point.position.y) : ""
                        visible: text !== ""
                    }
                }
                AppText {
                    color: Theme.text3
                    elide: Text.ElideNone
                    leftPadding: Theme.space6
                    rightPadding: Theme.space6
                    text: qsTr("The mean of input and output price cuts all models at the percentiles %1.").arg(categories.count > 0 ? categories.percentiles() : "…")
                    topPadding: Theme.space6
                    visible: distribution.visible
                    width: panel.width
                    wrapMode: Text.Wrap
                    font.pixelSize: Theme.caption
                }
            }
            Rectangle {
                Layout.fillHeight: true
                color: Theme.border
                implicitWidth: 1
                visible: panel.visible
            }
            ColumnLayout {
                Layout.fillHeight: true
                Layout.fillWidth: true
                spacing: 0

                FilterBar {
                    id: bar

                    Layout.fillWidth: true
                    Layout.leftMargin: Theme.space24
                    Layout.margins: Theme.space12
                    Layout.rightMargin: Theme.space24
                    placeholder: page.part === "aliases" ? qsTr("Search aliases") : page.part === "corrections" ? qsTr("Search corrections") : qsTr("Search models")
                    navigator: page.navigator
                    preferences: page.preferences
                    table: page.table
                }
                Rectangle {
                    Layout.fillWidth: true
                    color: Theme.border
                    implicitHeight: 1
                }
                DataTable {
                    Layout.fillHeight: true
                    Layout.fillWidth: true
                    actions: page.actions
                    focus: true
                    newAction: page.newAction
                    newText: page.newText
                    objectName: "models"
                    table: page.table
                    onOpened: (row) => page.open(row)
                }
            }
            Rectangle {
                Layout.fillHeight: true
                color: Theme.border
                implicitWidth: 1
                visible: side.visible
            }
            Flickable {
                id: side

                Layout.fillHeight: true
                Layout.maximumWidth: 280
                Layout.minimumWidth: 280
                boundsBehavior: Flickable.StopAtBounds
                clip: true
                contentHeight: simulation.implicitHeight + 36
                visible: page.wide && page.part === "models"
                ScrollBar.vertical: Scroll {}

                ColumnLayout {
                    id: simulation

                    spacing: Theme.space14
                    width: side.width - 36
                    x: 18
                    y: 16

                    RowLayout {
                        spacing: Theme.space8

                        Icon {
                            color: Theme.accentText
                            glyph: Glyphs.scale
                        }
                        AppText {
                            text: qsTr("Simulate a price change")
                            font.weight: Font.DemiBold
                        }
                    }
                    AppText {
                        Layout.fillWidth: true
                        color: Theme.text2
                        lineHeight: 1.3
                        text: qsTr("Replays the last 30 days with other markups. Nothing changes until you publish.")
                        wrapMode: Text.Wrap
                        font.pixelSize: Theme.small
                    }
                    Repeater {
                        model: whatIf.categories

                        ColumnLayout {
                            id: slider

                            required property var modelData

                            Layout.fillWidth: true
                            spacing: Theme.space2

                            RowLayout {
                                AppText {
                                    Layout.fillWidth: true
                                    text: slider.modelData.title
                                    font.pixelSize: Theme.small
                                    font.weight: Font.Medium
                                }
                                AppText {
                                    color: Theme.text3
                                    text: qsTr("%1%").arg(slider.modelData.markup.toLocaleString(Qt.locale(), "f", -128))
                                    visible: slider.modelData.wanted !== slider.modelData.markup
                                    font.pixelSize: Theme.small
                                    font.strikeout: true
                                }
                                AppText {
                                    text: qsTr("%1%").arg(slider.modelData.wanted.toLocaleString(Qt.locale(), "f", -128))
                                    font.pixelSize: Theme.small
                                    font.weight: Font.DemiBold
                                }
                            }
                            Range {
                                Layout.fillWidth: true
                                enabled: page.session.mayCreate
                                from: 0
                                objectName: "markup_" + slider.modelData.name
                                name: qsTr("Markup of %1").arg(slider.modelData.title)
                                stepSize: 0.5
                                to: 40
                                value: slider.modelData.wanted
                                onPressedChanged: if (!pressed) whatIf.setMarkup(slider.modelData.name, value)
                            }
                        }
                    }
                    Rectangle {
                        Layout.fillWidth: true
                        border.color: Theme.border
                        border.width: 1
                        color: Theme.card
                        implicitHeight: figures.implicitHeight + 24
                        radius: Theme.radiusPopup
                        visible: whatIf.figures.length > 0

                        GridLayout {
                            id: figures

                            anchors.fill: parent
                            anchors.margins: Theme.space12
                            columnSpacing: Theme.space12
                            columns: 2
                            rowSpacing: Theme.space12

                            Repeater {
                                model: whatIf.figures

                                ColumnLayout {
                                    id: figure

                                    required property var modelData

                                    Layout.fillWidth: true
                                    Layout.preferredWidth: 1
                                    spacing: 1

                                    AppText {
                                        Layout.fillWidth: true
                                        color: Theme.text2
                                        text: figure.modelData.label
                                        font.pixelSize: Theme.small
                                    }
                                    AppText {
                                        text: figure.modelData.value
                                        font.pixelSize: 18
                                        font.weight: Font.DemiBold
                                    }
                                    AppText {
                                        color: Theme.toneText(figure.modelData.tone)
                                        text: figure.modelData.change
                                        font.pixelSize: Theme.small
                                        font.weight: Font.Medium
                                    }
                                }
                            }
                        }
                    }
                    AppText {
                        Layout.fillWidth: true
                        color: Theme.text2
                        text: qsTr("Revenue by category")
                        visible: whatIf.lines.length > 0
                        font.pixelSize: Theme.small
                        font.weight: Font.Medium
                    }
                    ShareList {
                        Layout.fillWidth: true
                        Layout.preferredHeight: 34 * whatIf.lines.length
                        rows: whatIf.lines
                        visible: whatIf.lines.length > 0
                    }
                    AppText {
                        Layout.fillWidth: true
                        color: Theme.text3
                        text: qsTr("Nothing was called in the last 30 days.")
                        visible: whatIf.figures.length > 0 && whatIf.lines.length === 0
                        wrapMode: Text.Wrap
                        font.pixelSize: Theme.small
                    }
                    Banner {
                        Layout.fillWidth: true
                        text: whatIf.error
                        visible: text !== ""
                    }
                    RowLayout {
                        spacing: Theme.space8

                        PushButton {
                            Layout.fillWidth: true
                            enabled: whatIf.differs
                            objectName: "resetMarkups"
                            text: qsTr("Reset")
                            onClicked: whatIf.reset()
                        }
                        PushButton {
                            Layout.fillWidth: true
                            enabled: whatIf.differs && page.session.mayCreate
                            kind: "primary"
                            text: qsTr("Publish")
                            onClicked: whatIf.publish()
                        }
                    }
                }
            }
        }
    }
    Connections {
        target: page.session

        function onStored(kind: string) {
            if (kind === "cuts")
                recalculation.open()
        }
    }
    ActionMenu {
        id: menu

        actions: page.actions
    }
    RecalculationDialog {
        id: recalculation

        parent: page
        session: page.session
        onFinished: (message) => page.actions.done(message, false)
    }
}
