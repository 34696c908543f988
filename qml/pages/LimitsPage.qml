pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Beaver.Console
import Beaver.Models

Page {
    id: page

    // Then the list below says so for both.
    readonly property bool failed: plans.state !== "ready" && plans.state === limits.state && plans.state !== "loading"

    function refresh() {
        plans.reload()
        limits.reload()
    }
    function create() {
        if (session.mayCreate)
            actions.start("plan.create", {})
    }

    PlansReport {
        id: plans

        session: page.session.operates ? page.session : null
    }
    RecordTable {
        id: limits

        kind: page.session.operates ? "limits" : "ownLimits"
        session: page.session
    }
    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        PageHeader {
            Layout.fillWidth: true
            title: qsTr("Limits & plans")

            PushButton {
                enabled: !page.session.offline
                glyph: Glyphs.plus
                hint: "C"
                kind: "primary"
                text: qsTr("New plan")
                visible: page.session.mayCreate
                onClicked: page.create()
            }
        }
        Item {
            Layout.fillWidth: true
            visible: page.session.operates && !page.failed
            Layout.preferredHeight: Math.max(plans.loaded ? 80 : 236, cards.implicitHeight + 40)

            GridLayout {
                id: cards

                anchors.left: parent.left
                anchors.margins: Theme.space24
                anchors.right: parent.right
                anchors.top: parent.top
                columnSpacing: Theme.space14
                columns: page.width > 1000 ? 4 : plans.plans.length === 4 ? 2 : 3
                rowSpacing: Theme.space14

                Repeater {
                    model: plans.state === "loading" ? cards.columns : 0

                    Skeleton {
                        Layout.fillWidth: true
                        Layout.preferredWidth: 1
                        implicitHeight: 150
                        radius: Theme.radiusCard
                    }
                }
                Repeater {
                    model: plans.plans

                    Card {
                        id: plan

                        required property var modelData

                        Layout.fillHeight: true
                        Layout.fillWidth: true
                        Layout.preferredWidth: 1
                        actions: IconButton {
                            id: more

                            glyph: Glyphs.ellipsis
                            objectName: "plan_" + plan.modelData.record.id
                            tip: qsTr("Actions")
                            visible: plan.modelData.actions.length > 0
                            onClicked: {
                                menu.record = plan.modelData.record
                                menu.entries = page.actions.describe(plan.modelData.actions)
                                menu.popup(more, more.width - 208, more.height + 4)
                            }
                        }
                        subtitle: modelData.accounts
                        title: modelData.title

                        ColumnLayout {
                            Layout.fillWidth: true
                            spacing: Theme.space6

                            Repeater {
                                model: plan.modelData.limits

                                RowLayout {
                                    id: limit

                                    required property var modelData

                                    AppText {
                                        Layout.fillWidth: true
                                        color: Theme.text2
                                        text: limit.modelData.label
                                        font.pixelSize: Theme.small
                                    }
                                    AppText {
                                        text: limit.modelData.value
                                        font.pixelSize: Theme.small
                                        font.weight: Font.DemiBold
                                    }
                                }
                            }
                            AppText {
                                color: Theme.text3
                                text: qsTr("No limits")
                                visible: plan.modelData.limits.length === 0
                                font.pixelSize: Theme.small
                            }
                        }
                        Item {
                            Layout.fillHeight: true
                        }
                    }
                }
            }
            PageState {
                anchors.fill: parent
                error: plans.error
                glyph: Glyphs.gauge
                requestId: plans.requestId
                state: plans.state === "loading" ? "" : plans.state
                onDetailsWanted: plans.copyDetails()
                onRetried: plans.reload()
            }
            AppText {
                anchors.left: parent.left
                anchors.leftMargin: Theme.space24
                anchors.verticalCenter: parent.verticalCenter
                color: Theme.text3
                text: qsTr("No plan yet: what accounts may call has no limits.")
                visible: plans.loaded && plans.plans.length === 0
            }
        }
        RowLayout {
            Layout.bottomMargin: Theme.space8
            Layout.leftMargin: Theme.space24
            Layout.rightMargin: Theme.space24
            Layout.topMargin: page.session.operates && !page.failed ? Theme.space4 : Theme.space16

            AppText {
                Layout.fillWidth: true
                text: page.session.operates ? qsTr("Who is near a limit") : qsTr("What you are under, and how far it is used")
                font.weight: Font.DemiBold
            }
            AppText {
                color: Theme.text3
                text: qsTr("In shadow, a limit is counted but not enforced")
                font.pixelSize: Theme.small
            }
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
            objectName: "limits"
            table: limits
        }
    }
    ActionMenu {
        id: menu

        actions: page.actions
    }
}
