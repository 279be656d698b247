import QtQuick 2.15
import QtQuick.Controls 2.15
import QtQuick.Layouts 1.15

Page {
    id: loginForm
    title: qsTr("Sign in")

    property string tokenName: "access_token"
    property string jwtSecret: settings.value("jwt/secret")

    ColumnLayout {
        anchors.fill: parent
        TextField { id: user; placeholderText: qsTr("User name") }
        TextField { id: password; placeholderText: qsTr("Password"); echoMode: TextInput.Password }
        TextField { id: secret; objectName: "secretField"; placeholderText: qsTr("Shared secret"); visible: advanced.checked }
        CheckBox { id: advanced; text: qsTr("Use a signing secret") }
        Button {
            text: qsTr("Sign in")
            onClicked: session.login(user.text, password.text, secret.text)
        }
    }
}
