import QtQuick
import QtQuick.Controls.Basic
import Beaver.Console
import Beaver.Session

ApplicationWindow {
    id: window

    required property Session session
    required property Preferences preferences
    required property LocalGateway gateway
    property bool animated: true
    /// Opened with the program, such as `beaver://accounts/acc_1`; followed once somebody is signed in.
    property string link
    /// Where the window was the last time, as far as the screens of now have room; empty at the first start. Systems that
    /// place windows themselves take the size of it.
    property rect place

    /// The page that is shown, for whoever drives the window from outside.
    readonly property Navigator navigator: page.item ? (page.item as Shell)?.navigator ?? null : null

    /// What another start of the program was asked to open.
    function follow(link: string) {
        if (link !== "" && window.navigator)
            window.navigator.openLink(link)
        else if (link !== "")
            window.link = link
        if (window.visibility === Window.Minimized)
            window.showNormal()
        window.show()
        window.requestActivate()
    }

    LayoutMirroring.childrenInherit: true
    LayoutMirroring.enabled: Theme.mirrored
    color: Theme.canvas
    height: 900
    minimumHeight: 640
    minimumWidth: 1024
    title: session.signedIn ? session.host : ""
    visible: true
    width: 1440
    Component.onCompleted: {
        if (place.width > 0) {
            x = place.x
            y = place.y
            width = place.width
            height = place.height
        }
        if (preferences.maximized)
            visibility = Window.Maximized
    }
    onClosing: {
        preferences.maximized = visibility === Window.Maximized
        if (visibility === Window.Windowed)
            preferences.windowGeometry = Qt.rect(x, y, width, height)
    }

    Binding {
        property: "mode"
        target: Theme
        value: window.preferences.theme
    }
    Binding {
        property: "animated"
        target: Theme
        value: window.animated && !window.preferences.reducedMotion
    }
    Binding {
        property: "compact"
        target: Theme
        value: window.preferences.compactRows
    }

    Connections {
        function onStopped(address: string) {
            if (window.session.isAt(address))
                window.session.end(qsTr("The gateway on this computer has stopped."))
        }

        target: window.gateway
    }
    Loader {
        id: page

        function show(name: string) {
            setSource("pages/" + name + ".qml", { session: window.session, preferences: window.preferences, gateway: window.gateway })
        }

        anchors.fill: parent
        focus: true
        Component.onCompleted: show(window.session.signedIn ? "Shell" : "ConnectPage")

        Connections {
            target: window.session

            function onChanged() {
                page.show(window.session.signedIn ? "Shell" : "ConnectPage")
                if (window.session.signedIn && window.link !== "") {
                    window.navigator?.openLink(window.link)
                    window.link = ""
                }
            }
        }
    }
}
