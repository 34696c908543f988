import QtQuick
import Beaver.Console

// text, mono, number, money, time and strong: one or two lines, exact under the pointer.
TableCell {
    id: root

    property string kind: "text"
    readonly property bool alignsRight: kind === "number" || kind === "money" || kind === "strong"

    AppText {
        id: main

        anchors.left: parent.left
        anchors.right: icon.glyph !== "" ? icon.left : parent.right
        anchors.rightMargin: root.trail
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: sub.visible ? -8 : 0
        color: root.dimmed ? Theme.text3 : root.cell.tone ? Theme.toneText(root.cell.tone) : root.kind === "time" || (root.kind === "number" && !root.cell.tone) ? Theme.text2 : Theme.text
        horizontalAlignment: root.alignsRight ? Text.AlignRight : Text.AlignLeft
        elide: mono ? Text.ElideMiddle : Text.ElideRight
        mono: root.kind === "mono" || root.cell.mono === true
        text: root.cell.text ?? ""
        font.pixelSize: mono ? Theme.small : Theme.body
        font.weight: root.kind === "money" || root.kind === "strong" || sub.visible ? Font.Medium : Font.Normal
    }
    AppText {
        id: sub

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: 9
        color: Theme.text3
        text: root.cell.sub ?? ""
        visible: text !== "" && !Theme.compact
        font.pixelSize: Theme.caption
    }
    Icon {
        id: icon

        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        color: Theme.warn
        glyph: Glyphs.named(root.cell.glyph ?? "")
        size: 13
    }
    HoverHandler {
        id: hover

        enabled: (root.cell.exact ?? "") !== "" || main.truncated
    }
    Tip {
        text: (root.cell.exact ?? "") !== "" ? root.cell.exact : main.text
        visible: hover.hovered
    }
}
