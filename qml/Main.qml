import QtQuick
import QtQuick.Controls.Basic
import Beaver.Console
import Beaver.Session

ApplicationWindow {
    id: window

    required property Session session
    required property Preferences preferences
    property bool animated: true

    color: Theme.canvas
    height: 900
    minimumHeight: 600
    minimumWidth: 900
    title: session.signedIn ? session.host : ""
    visible: true
    width: 1440

    Binding {
        property: "mode"
        target: Theme
        value: window.preferences.theme
    }
    Binding {
        property: "animated"
        target: Theme
        value: window.animated
    }

    Loader {
        id: page

        function show(name: string) {
            setSource("pages/" + name + ".qml", { session: window.session, preferences: window.preferences })
        }

        anchors.fill: parent
        focus: true
        Component.onCompleted: show("ConnectPage")

        Connections {
            target: window.session

            function onChanged() {
                page.show(window.session.signedIn ? "SignedInPage" : "ConnectPage")
            }
        }
    }
}
