#include <admin-ui/models/chat_code.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

/// In single quotes, for a shell.
QString shellWord(QString text)
{
    return u'\'' + text.replace(u"'"_s, u"'\\''"_s) + u'\'';
}

/// In double quotes, for Python and TypeScript.
QString quoted(QString text)
{
    return u'"' + text.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s) + u'"';
}

QString curlHead(const QString &address)
{
    return u"curl %1 \\\n  -H \"Authorization: Bearer $BEAVER_API_KEY\" \\\n  -H \"Content-Type: application/json\" \\\n"_s
        .arg(address);
}

QString curl(const ChatRequest &request)
{
    const QString address = request.base + u"/chat/completions"_s;
    if (request.pictures.empty())
        return curlCode(address, request.json);
    // From standard input: as a word of the command, a picture would be too long for the system.
    QString json = request.json;
    json.replace(u'\\', u"\\\\"_s).replace(u'$', u"\\$"_s).replace(u'`', u"\\`"_s);
    for (const auto &[mark, name, type] : request.pictures)
        json.replace(mark, u"data:%1;base64,$(base64 < %2 | tr -d '\\n')"_s.arg(type, shellWord(name)));
    return curlHead(address) + u"  --data-binary @- <<JSON\n%1\nJSON\n"_s.arg(json);
}

QString withCalls(const ChatRequest &request)
{
    QString json = request.json;
    for (const auto &[mark, name, type] : request.pictures)
        json.replace(u'"' + mark + u'"', u"picture(%1, %2)"_s.arg(quoted(name), quoted(type)));
    return json;
}

QString python(const ChatRequest &request)
{
    QString text = request.pictures.empty() ? u"import os\n"_s : u"import base64, os\n"_s;
    text +=
        u"from openai import OpenAI\n\nclient = OpenAI(base_url=%1, api_key=os.environ[\"BEAVER_API_KEY\"])\n\n"_s.arg(
            quoted(request.base));
    if (!request.pictures.empty())
        text +=
            u"def picture(path, type):\n    with open(path, \"rb\") as file:\n        return f\"data:{type};base64,{base64.b64encode(file.read()).decode()}\"\n\n"_s;
    // Without truths and nulls in it, JSON is Python.
    return text + u"request = "_s + withCalls(request) +
           u"\nanswer = client.chat.completions.create(**request)\nprint(answer.choices[0].message.content)\n"_s;
}

QString typescript(const ChatRequest &request)
{
    QString text = request.pictures.empty() ? QString() : u"import { readFileSync } from \"node:fs\";\n"_s;
    text +=
        u"import OpenAI from \"openai\";\n\nconst client = new OpenAI({ baseURL: %1, apiKey: process.env.BEAVER_API_KEY });\n"_s
            .arg(quoted(request.base));
    if (!request.pictures.empty())
        text +=
            u"const picture = (path: string, type: string) =>\n  `data:${type};base64,${readFileSync(path).toString(\"base64\")}`;\n"_s;
    return text + u"\nconst answer = await client.chat.completions.create("_s + withCalls(request) +
           u");\nconsole.log(answer.choices[0].message.content);\n"_s;
}

} // namespace

QString curlCode(const QString &address, const QString &json)
{
    return curlHead(address) + u"  -d "_s + shellWord(json) + u'\n';
}

QString chatCode(const QString &language, const ChatRequest &request)
{
    if (language == "curl"_L1)
        return curl(request);
    return language == "python"_L1 ? python(request) : typescript(request);
}

} // namespace beaver::admin
