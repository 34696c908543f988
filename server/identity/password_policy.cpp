#include <QString>

#include <server/identity/lower_case.h>
#include <server/identity/password_policy.h>

#include <algorithm>
#include <array>
#include <string>
#include <unordered_set>

namespace beaver::identity {

namespace {

/// Words that passwords of the leaked lists are made of; alone, repeated, or with digits and signs around them they are
/// refused, which covers thousands of lines of such a list in one. Lower case, sorted.
constexpr auto commonWords = std::to_array<std::string_view>({
    "abc",
    "abcabc",
    "abcd",
    "abcde",
    "abcdef",
    "abcdefg",
    "abcdefgh",
    "access",
    "accountpassword",
    "admin",
    "administrator",
    "adminadmin",
    "adminpass",
    "adminpassword",
    "alexander",
    "america",
    "amanda",
    "andrea",
    "andrew",
    "angel",
    "anthony",
    "apple",
    "arsenal",
    "asdf",
    "asdfasdf",
    "asdfgh",
    "asdfghjk",
    "asdfghjkl",
    "ashley",
    "autumn",
    "babygirl",
    "barcelona",
    "baseball",
    "basketball",
    "batman",
    "beaver",
    "beaveradmin",
    "bluesky",
    "bonjour",
    "brandon",
    "butterfly",
    "california",
    "changeit",
    "changeme",
    "changemenow",
    "charlie",
    "charlotte",
    "cheese",
    "chelsea",
    "chicken",
    "chocolate",
    "christian",
    "christopher",
    "company",
    "computer",
    "consumer",
    "cookie",
    "corvette",
    "correcthorse",
    "cowboys",
    "daniel",
    "database",
    "default",
    "defaultpassword",
    "demo",
    "developer",
    "diamond",
    "dolphin",
    "dragon",
    "dragonball",
    "elephant",
    "elizabeth",
    "everything",
    "family",
    "favorite",
    "ferrari",
    "flower",
    "football",
    "forever",
    "freedom",
    "friend",
    "friends",
    "gandalf",
    "gateway",
    "george",
    "ginger",
    "google",
    "guest",
    "hahaha",
    "hannah",
    "harley",
    "heather",
    "hello",
    "hellohello",
    "helloworld",
    "hunter",
    "iamgod",
    "ilove",
    "iloveu",
    "iloveyou",
    "iloveyousomuch",
    "internet",
    "jackson",
    "jasmine",
    "jennifer",
    "jessica",
    "jesus",
    "jesuschrist",
    "jordan",
    "joshua",
    "justin",
    "killer",
    "letmein",
    "letmeinnow",
    "liverpool",
    "london",
    "lovelove",
    "loveme",
    "lovely",
    "loveyou",
    "magic",
    "manager",
    "manchester",
    "maggie",
    "master",
    "matrix",
    "matthew",
    "mercedes",
    "michael",
    "michelle",
    "microsoft",
    "minecraft",
    "mickeymouse",
    "monday",
    "money",
    "monkey",
    "monster",
    "mother",
    "motherfucker",
    "mustang",
    "mypass",
    "mypassword",
    "mysecret",
    "mysql",
    "naruto",
    "newpassword",
    "nicole",
    "nintendo",
    "nothing",
    "openai",
    "openaikey",
    "openrouter",
    "operator",
    "oracle",
    "orange",
    "pass",
    "passpass",
    "passw",
    "passwd",
    "password",
    "passwordpassword",
    "passwort",
    "patrick",
    "peanut",
    "pepper",
    "picture",
    "pokemon",
    "postgres",
    "prince",
    "princess",
    "private",
    "purple",
    "qazwsx",
    "qazwsxedc",
    "qazwsxedcrfv",
    "qwaszx",
    "qwe",
    "qweasd",
    "qweasdzxc",
    "qweqwe",
    "qwer",
    "qwert",
    "qwerty",
    "qwertyasdf",
    "qwertyqwerty",
    "qwertyu",
    "qwertyui",
    "qwertyuiop",
    "qwertz",
    "qwertzuiop",
    "azerty",
    "azertyuiop",
    "rainbow",
    "rangers",
    "realmadrid",
    "root",
    "rootroot",
    "rootpassword",
    "samantha",
    "samsung",
    "scooby",
    "scoobydoo",
    "secret",
    "secretpassword",
    "security",
    "server",
    "shadow",
    "silver",
    "slipknot",
    "snoopy",
    "soccer",
    "something",
    "spiderman",
    "spring",
    "starwars",
    "stephanie",
    "steelers",
    "summer",
    "sunday",
    "sunflower",
    "sunshine",
    "super",
    "superman",
    "superstar",
    "superuser",
    "support",
    "sysadmin",
    "system",
    "temp",
    "temppassword",
    "temporary",
    "test",
    "tester",
    "testing",
    "testpass",
    "testpassword",
    "testtest",
    "thomas",
    "thunder",
    "tigger",
    "tinkerbell",
    "trustno",
    "trustnoone",
    "tunafish",
    "unknown",
    "user",
    "username",
    "userpassword",
    "vanessa",
    "victoria",
    "volleyball",
    "wechat",
    "welcome",
    "welcomehome",
    "whatever",
    "william",
    "windows",
    "winter",
    "wizard",
    "zaq",
    "zaqwsx",
    "zaqxsw",
    "zxcasdqwe",
    "zxcv",
    "zxcvbn",
    "zxcvbnm",
});

/// What isn't a word with something around it.
constexpr auto commonPasswords = std::to_array<std::string_view>({
    "1q2w3e4r5t",       "1q2w3e4r5t6y",     "1q2w3e4r5t6y7u",
    "1qaz2wsx3edc",     "1qaz2wsx3edc4rfv", "1qazxsw23edc",
    "q1w2e3r4t5",       "q1w2e3r4t5y6",     "a1b2c3d4e5",
    "a1s2d3f4g5",       "zaq12wsx3edc",     "zaq1xsw2cde3",
    "123qweasdzxc",     "qwe123asd456",     "1a2b3c4d5e",
    "abc123abc123",     "123abc456def",     "abcd1234efgh",
    "pass1234word",     "p@ssw0rd123",      "correcthorsebatterystaple",
    "thisismypassword", "letmeinplease",    "opensesame",
    "ihateyou123",      "fuckyou123",       "fuckyoubitch",
    "iloveyou4ever",    "trustno1trustno1", "nopassword",
    "1234qwerasdf",     "qwer1234asdf",     "123456abcdef",
    "3.1415926535",     "3.14159265359",    "3141592653",
    "31415926535",      "2718281828",       "1123581321",
    "0987654321",       "09876543210",      "147258369",
    "1472583690",       "147896325",        "159357456",
    "7894561230",       "123654789",        "1236547890",
    "789456123",        "9876543210",
});

/// `P@ssw0rd` is read as `password`.
std::string withoutDisguise(std::string_view lower)
{
    std::string plain(lower);
    for (char &c : plain) {
        switch (c) {
        case '@':
        case '4':
            c = 'a';
            break;
        case '0':
            c = 'o';
            break;
        case '1':
        case '!':
            c = 'i';
            break;
        case '3':
            c = 'e';
            break;
        case '5':
        case '$':
            c = 's';
            break;
        case '7':
            c = 't';
            break;
        default:
            break;
        }
    }
    return plain;
}

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

/// Without the digits and signs before and behind.
std::string_view core(std::string_view text)
{
    while (!text.empty() && !isLetter(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && !isLetter(text.back()))
        text.remove_suffix(1);
    return text;
}

/// The 10,000 commonest (resources/common_passwords.txt), beside the words above.
bool isListed(std::string_view text)
{
    static const std::unordered_set<std::string_view> listed = [] {
        std::unordered_set<std::string_view> lines;
        lines.reserve(10'000);
        std::string_view left = commonPasswordList();
        while (!left.empty()) {
            const std::size_t end = std::min(left.find('\n'), left.size());
            lines.insert(left.substr(0, end));
            left.remove_prefix(std::min(end + 1, left.size()));
        }
        return lines;
    }();
    return listed.contains(text);
}

bool isCommonWord(std::string_view word)
{
    return std::ranges::find(commonWords, word) != commonWords.end() || isListed(word);
}

/// `aaaaaaaaaa`, `abcabcabcabc`, `1231231231`: a piece of up to four characters again and again.
bool repeats(std::string_view text)
{
    for (std::size_t period = 1; period <= 4 && period * 2 <= text.size(); ++period)
        if (text.substr(period) == text.substr(0, text.size() - period))
            return true;
    return false;
}

/// `abcdefghij`, `9876543210`: each character is the neighbour of the one before, always in the same direction.
bool climbs(std::string_view text)
{
    for (const int step : {1, -1}) {
        const auto follows = [step](char a, char b) {
            return b - a == step || (step == 1 && a == '9' && b == '0') || (step == -1 && a == '0' && b == '9');
        };
        if (std::ranges::adjacent_find(text, [&](char a, char b) { return !follows(a, b); }) == text.end())
            return true;
    }
    return false;
}

bool isCommon(std::string_view lower)
{
    if (repeats(lower) || climbs(lower) || std::ranges::find(commonPasswords, lower) != commonPasswords.end() ||
        isListed(lower))
        return true;
    const std::string plain = withoutDisguise(lower);
    return isCommonWord(core(lower)) || isCommonWord(plain) || isCommonWord(core(withoutDisguise(core(lower))));
}

Error refused(std::string message)
{
    return {ErrorCode::Unprocessable, std::move(message), "password", "weak_password", {}, 0};
}

} // namespace

Secret normalisePassword(const Secret &password)
{
    const std::string &text = password.reveal();
    if (std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
        return password;
    return Secret(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()))
                      .normalized(QString::NormalizationForm_C)
                      .toStdString());
}

Result<void> checkNewPassword(const Secret &password, std::string_view email)
{
    const std::string &text = password.reveal();
    if (text.size() < shortestPassword || text.size() > longestPassword)
        return refused("password has " + std::to_string(text.size()) + " bytes; it takes " +
                       std::to_string(shortestPassword) + " to " + std::to_string(longestPassword) + ".");
    const Secret lower(lowerCase(text));
    const std::string mail = lowerCase(email);
    const std::string_view local = std::string_view(mail).substr(0, mail.find('@'));
    if (isCommon(lower.reveal()) || (!mail.empty() && lower.reveal() == mail) ||
        (local.size() >= 4 && core(lower.reveal()) == core(local)))
        return refused(
            "This password is one of those that are tried first. Take a few words that don't belong together, or let a "
            "password manager make one.");
    return {};
}

} // namespace beaver::identity
