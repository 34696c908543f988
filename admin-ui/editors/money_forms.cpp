#include <admin-ui/editors/form_parts.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

Forms moneyForms()
{
    Forms forms;
    FormSpec form;
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Top up"));
    form.text = u"{title}"_s;
    form.glyph = u"wallet"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Top up"));
    form.path = u"/admin/top-up"_s;
    form.fixed = {{u"account_id"_s, u"{id}"_s}};
    form.announces = u"money"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Topped up"));
    form.movesMoney = true;
    form.fields = {
        {u"amount"_s, say(QT_TRANSLATE_NOOP("Forms", "Amount")), u"money"_s, {}, u"25.00"_s, u"USD"_s, false},
        {u"description"_s, say(QT_TRANSLATE_NOOP("Forms", "Description")), u"text"_s,
         say(QT_TRANSLATE_NOOP("Forms", "The customer reads it on the statement"))}};
    forms[u"account.topUp"_s] = form;
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Add credit"));
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Go on"));
    form.fields[0].help = say(QT_TRANSLATE_NOOP("Forms", "To each of them"));
    forms[u"accounts.credit"_s] = form;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Top up"));
    form.fields[0].help.clear();
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Adjust the balance"));
    form.glyph = u"scale"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Book the adjustment"));
    form.path = u"/admin/adjustments"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Adjustment booked"));
    form.fields = {{u"amount"_s, say(QT_TRANSLATE_NOOP("Forms", "Amount")), u"signedMoney"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "With a minus it takes money away")), u"-5.00"_s, u"USD"_s, false},
                   {u"reason"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Reason")),
                    u"text"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Stands in the ledger for good")),
                    {},
                    {},
                    false},
                   {u"reference"_s, say(QT_TRANSLATE_NOOP("Forms", "Reference")), u"text"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "The call or payment that it is about")), u"req_…"_s}};
    forms[u"account.adjust"_s] = form;

    form = {};
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Refund the call"));
    form.text = say(QT_TRANSLATE_NOOP("Forms", "Back to the account's balance, at most what was charged for it."));
    form.glyph = u"undo2"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Refund"));
    form.path = u"/admin/refunds"_s;
    form.fixed = {{u"account_id"_s, u"{account_id}"_s}, {u"reference"_s, u"{reference}"_s}};
    form.announces = u"money"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Refund booked"));
    form.movesMoney = true;
    form.fields = {{u"amount"_s, say(QT_TRANSLATE_NOOP("Forms", "Amount")), u"money"_s, {}, u"0.05"_s, u"USD"_s, false},
                   {u"reason"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Reason")),
                    u"text"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Stands in the ledger for good")),
                    {},
                    {},
                    false}};
    forms[u"transaction.refundCall"_s] = form;
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Refund the payment"));
    form.text = say(QT_TRANSLATE_NOOP("Forms", "Out of the account's balance, at most what was paid and is left."));
    form.fixed = {{u"account_id"_s, u"{account_id}"_s}, {u"reference"_s, u"{id}"_s}};
    forms[u"transaction.refundPayment"_s] = form;

    form = {};
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Make the invoice void"));
    form.text = say(QT_TRANSLATE_NOOP("Forms", "{title} keeps its number, and another may be made for the month."));
    form.glyph = u"ban"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Make void"));
    form.path = u"/admin/invoices/{id}/void"_s;
    form.announces = u"money"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "The invoice is void"));
    form.fields = {{u"reason"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Reason")),
                    u"text"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Stands in the audit log")),
                    {},
                    {},
                    false}};
    forms[u"invoice.void"_s] = form;

    form = {};
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Make an invoice"));
    form.text = say(QT_TRANSLATE_NOOP(
        "Forms", "Of what an account was charged in a month that is over. It happens by itself soon after the month's "
                 "end; this makes one that is missing, or anew after one that is void."));
    form.glyph = u"fileText"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Make the invoice"));
    form.path = u"/admin/invoices"_s;
    form.announces = u"money"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Invoice made"));
    FieldSpec account{u"account_id"_s, say(QT_TRANSLATE_NOOP("Forms", "Account")), u"account"_s};
    account.optional = false;
    account.optionsFrom = u"/admin/accounts?limit=50"_s;
    FieldSpec month{u"month"_s, say(QT_TRANSLATE_NOOP("Forms", "Month")), u"month"_s};
    month.optional = false;
    form.fields = {account, month};
    forms[u"invoice.create"_s] = form;
    form.text = u"{title}. "_s + form.text;
    form.fixed = {{u"account_id"_s, u"{id}"_s}};
    form.fields = {month};
    forms[u"account.invoice"_s] = form;

    form = {};
    form.title = say(QT_TRANSLATE_NOOP("Forms", "New voucher"));
    form.text = say(QT_TRANSLATE_NOOP("Forms", "A code that becomes balance when an account redeems it."));
    form.glyph = u"ticket"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Create voucher"));
    form.path = u"/admin/vouchers"_s;
    form.announces = u"voucher"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Voucher created"));
    form.secretMember = u"code"_s;
    form.fields = {
        {u"amount"_s, say(QT_TRANSLATE_NOOP("Forms", "Amount")), u"money"_s, {}, u"25.00"_s, u"USD"_s, false},
        {u"max_uses"_s,
         say(QT_TRANSLATE_NOOP("Forms", "May be redeemed")),
         u"number"_s,
         {},
         u"1"_s,
         say(QT_TRANSLATE_NOOP("Forms", "times")),
         true,
         u"1"_s},
        {u"count"_s,
         say(QT_TRANSLATE_NOOP("Forms", "How many")),
         u"number"_s,
         {},
         u"1"_s,
         say(QT_TRANSLATE_NOOP("Forms", "vouchers")),
         true,
         u"1"_s,
         {},
         {},
         true},
        {u"expires_at"_s, say(QT_TRANSLATE_NOOP("Forms", "Good until")), u"day"_s, {}, u"2027-12-31"_s},
        {u"note"_s, say(QT_TRANSLATE_NOOP("Forms", "Note")), u"text"_s,
         say(QT_TRANSLATE_NOOP("Forms", "For you; nobody else reads it"))}};
    forms[u"voucher.create"_s] = form;

    form = {};
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Redeem a voucher"));
    form.glyph = u"ticket"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Redeem"));
    form.path = u"/account/vouchers/redeem"_s;
    form.announces = u"money"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Voucher redeemed"));
    form.movesMoney = true;
    form.fields = {{u"code"_s, say(QT_TRANSLATE_NOOP("Forms", "Code")), u"text"_s, {}, u"BEAVER-…"_s, {}, false}};
    forms[u"voucher.redeem"_s] = form;
    return forms;
}

} // namespace beaver::admin
