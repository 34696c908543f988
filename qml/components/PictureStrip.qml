pragma ComponentBehavior: Bound

import QtQuick
import Beaver.Charts
import Beaver.Console

// Pictures of a PictureTray or a conversation as small pictures in lines; `removable` ones by a button or by Delete.
Flow {
    id: strip

    property var pictures: []
    property bool removable: false
    property int side: 56

    signal removed(place: int)

    Accessible.name: qsTr("Pictures")
    Accessible.role: Accessible.List
    spacing: Theme.space8

    Repeater {
        model: strip.pictures

        Rectangle {
            id: frame

            required property int index
            required property var modelData

            Accessible.description: modelData.about
            Accessible.name: modelData.name
            Accessible.role: Accessible.Graphic
            activeFocusOnTab: strip.removable
            color: Theme.active
            height: strip.side
            objectName: "picture" + index
            radius: Theme.radiusPopup
            width: strip.side
            Keys.onDeletePressed: strip.removed(index)
            Keys.onPressed: (event) => {
                event.accepted = strip.removable && event.key === Qt.Key_Backspace
                if (event.accepted)
                    strip.removed(index)
            }

            Thumbnail {
                id: thumbnail

                anchors.fill: parent
                objectName: "thumbnail" + frame.index
                picture: frame.modelData?.preview
                radius: Theme.radiusPopup
            }
            Icon {
                anchors.centerIn: parent
                glyph: Glyphs.image
                visible: !thumbnail.valid
            }
            Rectangle {
                anchors.fill: parent
                border.color: Theme.borderStrong
                border.width: 1
                color: "transparent"
                radius: Theme.radiusPopup
            }
            FocusRing {
                radius: Theme.radiusPopup
                visible: frame.activeFocus
            }
            HoverHandler {
                id: hover
            }
            Tip {
                text: frame.modelData.name + "  ·  " + frame.modelData.about
                visible: hover.hovered
            }
            Rectangle {
                anchors.margins: -6
                anchors.right: parent.right
                anchors.top: parent.top
                border.color: Theme.borderStrong
                border.width: 1
                color: Theme.raised
                height: 20
                radius: 10
                visible: strip.removable
                width: 20

                IconButton {
                    anchors.fill: parent
                    focusPolicy: Qt.NoFocus
                    glyph: Glyphs.close
                    glyphSize: 11
                    objectName: "removePicture" + frame.index
                    rounding: 10
                    tip: qsTr("Remove %1").arg(frame.modelData.name)
                    onClicked: strip.removed(frame.index)
                }
            }
        }
    }
}
