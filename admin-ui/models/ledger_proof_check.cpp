#include <QLocale>

#include <admin-ui/client/answers.h>
#include <admin-ui/models/ledger_proof_check.h>
#include <admin-ui/models/money_text.h>

namespace beaver::admin {

LedgerProofCheck::LedgerProofCheck(QObject *parent)
    : QObject(parent)
{}

void LedgerProofCheck::setSession(Session *session)
{
    if (m_session == session)
        return;
    m_session = session;
    if (m_session)
        check();
    Q_EMIT sessionChanged();
}

void LedgerProofCheck::check()
{
    if (m_state == Checking)
        return;
    m_state = Checking;
    m_error.clear();
    Q_EMIT changed();
    m_session->send({ApiRequest::Verb::Get, QStringLiteral("/admin/ledger/proof")}, this,
                    [this](const Outcome<JsonValue> &told) {
                        const auto proof = told ? readLedgerProof(*told) : std::nullopt;
                        if (proof) {
                            m_proof = *proof;
                            m_state = m_proof.ok ? Sound : Broken;
                        } else {
                            m_error = (told ? ApiError{ApiError::Kind::BadAnswer} : told.error()).text();
                            m_state = Unknown;
                        }
                        Q_EMIT changed();
                    });
}

QString LedgerProofCheck::trialBalance() const
{
    return exactUsd(m_proof.trialBalance);
}

QString LedgerProofCheck::held() const
{
    return exactUsd(m_proof.held);
}

QString LedgerProofCheck::accountsChecked() const
{
    return QLocale().toString(m_proof.accountsChecked);
}

QString LedgerProofCheck::entriesChecked() const
{
    return QLocale().toString(m_proof.entriesChecked);
}

QString LedgerProofCheck::openHolds() const
{
    return QLocale().toString(m_proof.openHolds);
}

} // namespace beaver::admin
