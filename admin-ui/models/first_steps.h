#pragma once

#include <QObject>
#include <QQmlEngine>
#include <QVariantList>

#include <admin-ui/session/session.h>

#include <array>
#include <optional>

namespace beaver::admin {

/// What a gateway that nobody uses yet needs before it earns money, and what of it is done already. Only for who may do
/// all of it.
class FirstSteps : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(beaver::admin::Session *session READ session WRITE setSession NOTIFY changed REQUIRED FINAL)
    /// `{title, text, done, button, action, page}`: `action` is one of the ActionCenter, or empty, and `page` is gone
    /// to.
    Q_PROPERTY(QVariantList steps READ steps NOTIFY changed FINAL)
    /// Something is left to do; false until the server has told all.
    Q_PROPERTY(bool wanted READ isWanted NOTIFY changed FINAL)

public:
    explicit FirstSteps(QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(FirstSteps)

    Session *session() const { return m_session; }
    void setSession(Session *session);
    QVariantList steps() const;
    bool isWanted() const;
    Q_INVOKABLE void reload();

Q_SIGNALS:
    void changed();

private:
    enum Step : std::size_t { Money, Call, Provider, Key, StepCount };
    void ask(Step step, const QString &path, bool (*isDone)(const JsonValue &));

    Session *m_session = nullptr;
    std::array<std::optional<bool>, StepCount> m_done;
};

} // namespace beaver::admin
