import QtQuick.Dialogs
import Beaver.Models

// In a file of its own, which is loaded when it is wanted first: it takes its time.
FileDialog {
    id: dialog

    required property PictureTray tray

    signal left()

    currentFolder: tray.folder
    fileMode: FileDialog.OpenFiles
    nameFilters: [qsTr("Pictures (%1)").arg("*.png *.jpg *.jpeg *.webp *.gif")]
    title: qsTr("Attach pictures")
    onAccepted: tray.attach(dialog.selectedFiles)
    // It may be a window of its own, and not every desktop gives the keys back by itself.
    onVisibleChanged: {
        if (!visible) {
            parentWindow?.requestActivate()
            left()
        }
    }
}
