#pragma once

#include <QUrl>

#include <admin-ui/client/event_stream.h>
#include <admin-ui/client/json_value.h>
#include <admin-ui/client/outcome.h>
#include <admin-ui/client/types.h>

#include <memory>

namespace beaver::admin {

/// One Beaver server, as far as the console uses it.
///
/// Lives on one thread and answers there. A reply comes from the event loop, never from inside the call, once; never
/// after the client's end or after signOut(). Tokens stay inside: they are renewed when the server asks for it, and
/// forgotten at signOut().
class ApiClient
{
public:
    ApiClient() = default;
    virtual ~ApiClient() = default;
    Q_DISABLE_COPY_MOVE(ApiClient)

    /// All later calls go to `server` under this sign-in. Asks first whether a Beaver server answers there, so that no
    /// password goes to anything else that happens to listen.
    virtual void signIn(const QUrl &server, const Credentials &credentials, Reply<SignedIn> reply) = 0;
    /// Without a sign-in, which ends if there is one: after the same question who answers there.
    virtual void ask(const QUrl &server, const ApiRequest &request, Reply<JsonValue> reply) = 0;
    /// What the server there tells everybody who asks; leaves the sign-in alone. The reply to an earlier one is
    /// dropped.
    virtual void look(const QUrl &server, Reply<JsonValue> reply) = 0;
    /// Signs in with what the server answered to ask() when it made an account.
    virtual Outcome<SignedIn> adopt(const JsonValue &registered) = 0;
    /// Forgets the sign-in at once and lets the server know.
    virtual void signOut() = 0;
    /// Called when the server has ended the sign-in and it can't be renewed. The client is signed out by then.
    virtual void onSessionOver(std::function<void()> handler) = 0;
    /// Takes the certificate with this SHA-256, whoever signed it, until the end of the program.
    virtual void trustCertificate(const QString &fingerprint) = 0;

    /// An answer without a body is null.
    virtual void send(const ApiRequest &request, Reply<JsonValue> reply) = 0;
    /// A file: its bytes as they are, at most 8 MiB of them.
    virtual void fetch(const ApiRequest &request, Reply<QByteArray> reply) = 0;
    /// A request whose answer comes as events.
    virtual std::unique_ptr<EventStream> stream(const ApiRequest &request) = 0;
    /// A file of any length: its bytes come as events without a name, as they come. One that breaks off fails.
    virtual std::unique_ptr<EventStream> download(const ApiRequest &request) = 0;
    /// Where the server is, for code that is shown to be copied.
    virtual QUrl server() const = 0;
};

} // namespace beaver::admin
