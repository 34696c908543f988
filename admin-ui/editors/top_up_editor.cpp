#include <QUuid>

#include <admin-ui/editors/amount.h>
#include <admin-ui/editors/top_up_editor.h>
#include <admin-ui/models/money_text.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

QString TopUpEditor::readableAmount() const
{
    const auto amount = parseAmount(m_amount);
    if (!amount || amount->isZero())
        return {};
    const bool wholeCents = amount->nanoUsd() % 10'000'000 == 0;
    return wholeCents ? shortUsd(*amount) : exactUsd(*amount);
}

void TopUpEditor::send()
{
    const auto amount = parseAmount(m_amount);
    if (!amount || amount->isZero())
        return fail(u"amount"_s, tr("Enter an amount such as 25 or 1250.50, with a point and no other separators."));
    if (*amount > largestAmount)
        return fail(u"amount"_s, tr("At most 1000000 USD at once."));
    const QString description = m_description.trimmed();
    const QString fields = m_accountId + u'\n' + QString::number(amount->nanoUsd()) + u'\n' + description;
    if (m_keyFor != fields) {
        m_keyFor = fields;
        m_key = QUuid::createUuid().toString(QUuid::WithoutBraces);
    }
    begin();
    session()->client().topUp(
        {m_accountId, *amount, description, m_key}, whileAlive(this, [this](const Outcome<Account> &account) {
            if (account) {
                m_keyFor.clear();
                m_newBalance = shortUsd(account->balance);
                session()->announce(*account);
                finish();
                return;
            }
            ApiError error = account.error();
            if (error.kind == ApiError::Kind::Timeout)
                error.message = tr("Try again: the same top-up is booked once, however often it is sent.");
            const QString &param = error.param;
            finish(error, param == "amount"_L1 || param == "description"_L1 ? param : QString());
        }));
}

} // namespace beaver::admin
