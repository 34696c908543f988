#include <admin-ui/editors/account_editor.h>
#include <admin-ui/editors/amount.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

void AccountEditor::send()
{
    const QString email = m_email.trimmed();
    if (email.indexOf(u'@') < 1 || email.endsWith(u'@'))
        return fail(u"email"_s, tr("Enter an email such as name@example.com."));
    const auto balance = m_initialBalance.trimmed().isEmpty() ? std::optional(Money()) : parseAmount(m_initialBalance);
    if (!balance)
        return fail(u"initialBalance"_s,
                    tr("Enter an amount such as 25 or 1250.50, with a point and no other separators."));
    if (*balance > largestAmount)
        return fail(u"initialBalance"_s, tr("At most 1000000 USD at once."));
    begin();
    session()->client().createAccount(
        {email, *balance}, whileAlive(this, [this](const Outcome<Account> &account) {
            if (account) {
                session()->announce(*account);
                finish();
                return;
            }
            ApiError error = account.error();
            const QString &param = error.param;
            const QString field = param == "email"_L1             ? u"email"_s
                                  : param == "initial_balance"_L1 ? u"initialBalance"_s
                                                                  : QString();
            if (error.kind == ApiError::Kind::Timeout)
                error.message = tr("The account may exist by now: refresh the list before you try again.");
            finish(error, field);
        }));
}

} // namespace beaver::admin
