#include <server/http/rest/account_pages.h>

namespace beaver::http {

namespace {

constexpr const char *pageText = R"html(<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Beaver</title>
<script src="/auth/pages.js" defer></script>
<main>
<h1></h1>
<form>
<p hidden><label>Address <input name="email" type="email" autocomplete="email"></label></p>
<p hidden><label>New password <input name="password" type="password" autocomplete="new-password" minlength="10"></label></p>
<p><button></button></p>
</form>
<p id="said" role="status"></p>
</main>
</html>
)html";

constexpr const char *scriptText = R"js('use strict';
const pages = {
  '/auth/email/verify': {title: 'Confirm your address', button: 'Confirm', asks: [], done: 'The address is confirmed.'},
  '/auth/password/forgot': {title: 'Ask for a new password', button: 'Send', asks: ['email'],
                            done: 'If the address has an account, a mail is on its way.'},
  '/auth/password/reset': {title: 'Set a new password', button: 'Set', asks: ['password'],
                           done: 'The password is set. Sign in with it.'},
};
const page = pages[location.pathname];
const token = new URLSearchParams(location.hash.slice(1)).get('token');
history.replaceState(null, '', location.pathname);
document.querySelector('h1').textContent = page.title;
document.querySelector('button').textContent = page.button;
const form = document.querySelector('form');
for (const name of page.asks) {
  form.elements[name].required = true;
  form.elements[name].closest('p').hidden = false;
}
form.addEventListener('submit', async event => {
  event.preventDefault();
  const body = {};
  if (token)
    body.token = token;
  for (const name of page.asks)
    body[name] = form.elements[name].value;
  const said = document.getElementById('said');
  try {
    const answer = await fetch(location.pathname,
                               {method: 'POST', headers: {'content-type': 'application/json'}, body: JSON.stringify(body)});
    const json = await answer.json();
    form.hidden = answer.ok;
    said.textContent = answer.ok ? page.done : json.error.message;
    if (json.api_key)
      said.textContent += ' Your API key, shown this once: ' + json.api_key;
  } catch {
    said.textContent = 'The gateway did not answer. Try again.';
  }
});
)js";

Answer fixed(const char *text, std::string type)
{
    Answer answer;
    answer.body = text;
    answer.contentType = std::move(type);
    answer.headers = {
        {"content-security-policy",
         "default-src 'none'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
         "frame-ancestors 'none'"},
        {"referrer-policy", "no-referrer"},
        {"x-content-type-options", "nosniff"},
        {"cache-control", "no-store"}};
    return answer;
}

} // namespace

QCoro::Task<Result<Answer>> AccountPages::page(std::shared_ptr<Exchange>)
{
    co_return fixed(pageText, "text/html; charset=utf-8");
}

QCoro::Task<Result<Answer>> AccountPages::script(std::shared_ptr<Exchange>)
{
    co_return fixed(scriptText, "text/javascript; charset=utf-8");
}

} // namespace beaver::http
