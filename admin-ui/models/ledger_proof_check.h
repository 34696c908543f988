#pragma once

#include <QObject>
#include <QQmlEngine>

#include <admin-ui/client/types.h>
#include <admin-ui/session/session.h>

namespace beaver::admin {

/// Asks the server to add up its ledger, and tells what it found. Checks as soon as it has a session, later on check().
class LedgerProofCheck : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(beaver::admin::Session *session READ session WRITE setSession NOTIFY sessionChanged REQUIRED FINAL)
    Q_PROPERTY(State state READ state NOTIFY changed FINAL)
    Q_PROPERTY(QString error READ error NOTIFY changed FINAL)
    Q_PROPERTY(QString trialBalance READ trialBalance NOTIFY changed FINAL)
    Q_PROPERTY(QString held READ held NOTIFY changed FINAL)
    Q_PROPERTY(QString accountsChecked READ accountsChecked NOTIFY changed FINAL)
    Q_PROPERTY(QString entriesChecked READ entriesChecked NOTIFY changed FINAL)
    Q_PROPERTY(QString openHolds READ openHolds NOTIFY changed FINAL)
    Q_PROPERTY(QString chainHead READ chainHead NOTIFY changed FINAL)
    Q_PROPERTY(QStringList problems READ problems NOTIFY changed FINAL)

public:
    enum State {
        Checking,
        Sound,
        Broken,  ///< `problems` says where
        Unknown, ///< the server didn't tell; `error` says why
    };
    Q_ENUM(State)

    explicit LedgerProofCheck(QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(LedgerProofCheck)

    Session *session() const { return m_session; }
    void setSession(Session *session);
    State state() const { return m_state; }
    QString error() const { return m_error; }
    QString trialBalance() const;
    QString held() const;
    QString accountsChecked() const;
    QString entriesChecked() const;
    QString openHolds() const;
    QString chainHead() const { return m_proof.chainHead; }
    QStringList problems() const { return m_proof.problems; }

    Q_INVOKABLE void check();

Q_SIGNALS:
    void sessionChanged();
    void changed();

private:
    Session *m_session = nullptr;
    State m_state = Unknown;
    LedgerProof m_proof;
    QString m_error;
};

} // namespace beaver::admin
