pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Beaver.Charts
import Beaver.Console
import Beaver.Editors
import Beaver.Session

// Any form of RecordForm; where the server tells a secret, the dialog shows it once before it closes.
FormDialog {
    id: dialog

    required property Session session
    required property string kind
    property var record: ({})
    property var draft: ({})
    property bool collects: false
    readonly property bool told: form.secret !== ""

    signal finished(message: string)
    signal collected(request: var)

    busy: form.busy
    dirty: form.dirty && !told
    closePolicy: busy || told || dirty ? FormDialog.NoAutoClose : FormDialog.CloseOnEscape
    glyph: told ? Glyphs.check : Glyphs.named(form.glyph)
    objectName: "formDialog"
    text: told ? qsTr("Copy it now: it is shown this once, and can't be read again.") : form.text
    title: told ? form.message : form.title
    width: form.foresees ? 620 : 460
    onClosed: form.forget()
    onSubmitted: if (!told && !form.pointless && form.meanwhile === "") form.submit()
    onOpened: {
        if (dialog.draft.values !== undefined)
            form.restore(dialog.draft)
        if (fields.count > 0)
            (fields.itemAt(0) as FieldInput).input.forceActiveFocus(Qt.TabFocusReason)
    }

    RecordForm {
        id: form

        collects: dialog.collects
        kind: dialog.kind
        record: dialog.record
        session: dialog.session
        onCollected: (request) => dialog.collected(request)
        onDone: {
            if (form.secret === "") {
                dialog.close()
                if (!dialog.collects)
                    dialog.finished(form.message)
            }
        }
    }
    QrCode {
        Accessible.name: qsTr("QR code of the secret")
        Accessible.role: Accessible.Graphic
        Layout.alignment: Qt.AlignHCenter
        implicitHeight: 190
        implicitWidth: 190
        objectName: "qrCode"
        svg: form.preparedPicture
        visible: valid && !dialog.told
    }
    CodeBlock {
        Layout.fillWidth: true
        code: form.prepared
        language: qsTr("Secret")
        objectName: "prepared"
        visible: form.prepared !== "" && !dialog.told
    }
    GridLayout {
        Layout.fillWidth: true
        columnSpacing: Theme.space12
        columns: 2
        rowSpacing: Theme.space16
        visible: !dialog.told

        Repeater {
            id: fields

            model: form.fields

            FieldInput {
                required property string problem
                required property bool half
                required property bool shown
                required property int index
                readonly property bool second: index > 0 && (fields.itemAt(index - 1) as FieldInput)?.halved === true
                property bool halved: half

                Layout.alignment: Qt.AlignTop
                Layout.columnSpan: half || second ? 1 : 2
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                error: problem
                visible: shown
                onAccepted: form.submit()
                onEdited: (value) => form.setValue(name, value)
                onSearched: (text) => form.search(name, text)
            }
        }
    }
    ColumnLayout {
        Layout.fillWidth: true
        objectName: "forecast"
        spacing: Theme.space8
        visible: form.foreseen && !dialog.told

        Banner {
            Layout.fillWidth: true
            glyph: form.pointless ? Glyphs.info : Glyphs.triangleAlert
            objectName: "forecastText"
            text: form.forecast
        }
        MarkdownTable {
            Layout.fillWidth: true
            alignRight: form.forecastRight
            rows: form.forecastRows
            small: true
            visible: rows.length > 0
        }
    }
    Banner {
        Layout.fillWidth: true
        objectName: "meanwhile"
        text: (form.meanwhileBy !== "" ? qsTr("Changed meanwhile by %1:").arg(form.meanwhileBy) : qsTr("Changed by somebody else meanwhile:")) + "\n" + form.meanwhile
        visible: form.meanwhile !== "" && !dialog.told
    }
    Banner {
        Layout.fillWidth: true
        failed: true
        text: form.error
        visible: form.error !== "" && form.errorField === ""
    }
    Secret {
        copied: form.copied
        label: form.secretLabel
        name: "secret"
        text: form.secret
        visible: dialog.told
        onCopyWanted: form.copySecret()
    }
    Secret {
        copied: form.otherCopied
        label: form.otherSecretLabel
        name: "otherSecret"
        text: form.otherSecret
        visible: dialog.told && form.otherSecret !== ""
        onCopyWanted: form.copyOtherSecret()
    }

    footer: [
        Item { Layout.fillWidth: true },
        PushButton {
            enabled: !dialog.busy
            text: qsTr("Cancel")
            visible: !dialog.told
            onClicked: dialog.close()
        },
        PushButton {
            kind: "danger"
            objectName: "overwrite"
            text: qsTr("Overwrite")
            visible: form.meanwhile !== "" && !dialog.told
            onClicked: form.overwrite()
        },
        PushButton {
            kind: "primary"
            objectName: "review"
            text: qsTr("Review")
            visible: form.meanwhile !== "" && !dialog.told
            onClicked: {
                form.review()
                if (fields.count > 0)
                    (fields.itemAt(0) as FieldInput).input.forceActiveFocus(Qt.TabFocusReason)
            }
        },
        PushButton {
            busy: form.busy
            enabled: !form.pointless
            hint: "Ctrl ↵"
            kind: "primary"
            objectName: "submit"
            text: form.button
            visible: !dialog.told && form.meanwhile === ""
            onClicked: form.submit()
        },
        PushButton {
            glyph: Glyphs.copy
            text: form.copied ? qsTr("Copied") : qsTr("Copy")
            visible: dialog.told && form.otherSecret === ""
            onClicked: form.copySecret()
        },
        PushButton {
            kind: "primary"
            objectName: "stored"
            text: qsTr("I stored it")
            visible: dialog.told
            onClicked: {
                const message = form.message
                dialog.close()
                dialog.finished(message)
            }
        }
    ]

    component Secret: ColumnLayout {
        id: box

        property string label
        property string text
        property string name
        property bool copied

        signal copyWanted()

        Layout.fillWidth: true
        spacing: Theme.space6

        AppText {
            text: box.label
            visible: text !== ""
            font.pixelSize: Theme.small
            font.weight: Font.Medium
        }
        Rectangle {
            Layout.fillWidth: true
            border.color: Theme.border
            border.width: 1
            color: Theme.input
            implicitHeight: Math.max(46, secret.implicitHeight + 2 * Theme.space12)
            radius: Theme.radius

            AppText {
                id: secret

                anchors.fill: parent
                anchors.leftMargin: Theme.space12
                anchors.rightMargin: 44
                elide: Text.ElideMiddle
                mono: true
                objectName: box.name
                text: box.text
                font.pixelSize: Theme.small
            }
            IconButton {
                anchors.right: parent.right
                anchors.rightMargin: Theme.space8
                anchors.verticalCenter: parent.verticalCenter
                glyph: box.copied ? Glyphs.check : Glyphs.copy
                objectName: "copy" + box.name.charAt(0).toUpperCase() + box.name.slice(1)
                tip: box.copied ? qsTr("Copied") : qsTr("Copy")
                onClicked: box.copyWanted()
            }
        }
    }
}
