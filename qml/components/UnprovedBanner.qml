import QtQuick
import Beaver.Console
import Beaver.Editors
import Beaver.Models

// An account is told that nobody has shown yet that its address is theirs.
Banner {
    id: banner

    required property ProfileReport profile
    required property ActionCenter actionCenter
    readonly property bool unproved: profile.loaded && profile.unproved

    glyph: Glyphs.mail
    objectName: "unproved"
    text: qsTr("Your address %1 isn't confirmed yet. A mail with a link went there.").arg(profile.email)
    visible: unproved

    PushButton {
        enabled: !banner.actionCenter.busy
        objectName: "resendProof"
        small: true
        text: qsTr("Send again")
        onClicked: banner.actionCenter.start("address.resend", banner.profile.record)
    }
    PushButton {
        kind: "primary"
        objectName: "proveAddress"
        small: true
        text: qsTr("Confirm…")
        onClicked: banner.actionCenter.start("address.prove", banner.profile.record)
    }
}
