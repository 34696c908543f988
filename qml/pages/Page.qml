import QtQuick
import Beaver.Editors
import Beaver.Session

// What every page is given, and what the shell's shortcuts ask of it.
FocusScope {
    required property Session session
    required property Preferences preferences
    required property Navigator navigator
    required property ActionCenter actions
    required property LocalGateway gateway

    function refresh() {}
    function focusSearch() {}
    function create() {}
    function toggleLive() {}
}
