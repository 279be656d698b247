import SwiftUI

struct SecretField: View {
    @Binding var secret: String
    @State private var isRevealed = false

    let title: LocalizedStringKey = "integration.secret"
    let placeholder = "At least 32 characters"

    var body: some View {
        HStack {
            if isRevealed {
                TextField(placeholder, text: $secret)
            } else {
                SecureField(placeholder, text: $secret)
            }
            Button(isRevealed ? "Hide secret" : "Show secret") { isRevealed.toggle() }
                .accessibilityIdentifier("secret-toggle")
        }
        .textContentType(.password)
        .autocorrectionDisabled()
    }
}

#Preview {
    SecretField(secret: .constant("secret"))
}
