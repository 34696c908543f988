#include <server/responses/items.h>
#include <server/wire/json_scan.h>
#include <shared/base/json_writer.h>

namespace beaver::responses {

namespace {

namespace dom = simdjson::dom;

/// The members of an object with their texts, in their order.
struct Member
{
    std::string key;
    std::string_view value; ///< JSON
};

std::vector<Member> membersOf(std::string_view json)
{
    std::vector<Member> members;
    dom::object object;
    if (wire::parseJson(json).get(object))
        return members;
    const auto places = wire::scanObject(json);
    std::size_t at = 0;
    for (const auto field : object) {
        const auto &place = places[at++];
        members.push_back({std::string(field.key), json.substr(place.valueBegin, place.valueEnd - place.valueBegin)});
    }
    return members;
}

std::string_view memberOf(const std::vector<Member> &members, std::string_view key)
{
    for (const auto &member : members) {
        if (member.key == key)
            return member.value;
    }
    return {};
}

std::string textOf(std::string_view json)
{
    dom::element element;
    std::string_view text;
    return json.empty() || wire::parseJson(json).get(element) || element.get(text) ? std::string() : std::string(text);
}

std::string write(const std::vector<Member> &members)
{
    JsonWriter json;
    json.beginObject();
    for (const auto &member : members)
        json.rawField(member.key, member.value);
    return json.endObject().take();
}

std::string userMessage(std::string_view text)
{
    JsonWriter json;
    json.beginObject().field("type", "message").field("role", "user").field("content", text).endObject();
    return json.take();
}

} // namespace

Result<Wish> readWish(std::string_view body)
{
    Wish wish;
    dom::object object;
    if (wire::parseJson(body).get(object))
        return wish;
    const auto places = wire::scanObject(body);
    std::string_view input;
    bool inputIsText = false;
    std::string inputText;
    std::size_t at = 0;
    for (const auto field : object) {
        const auto &place = places[at++];
        const std::string_view json = body.substr(place.valueBegin, place.valueEnd - place.valueBegin);
        std::string_view text;
        if (field.key == "model" && !field.value.get(text)) {
            wish.model = text;
        } else if (field.key == "input") {
            input = json;
            inputIsText = !field.value.get(text);
            inputText = text;
        } else if (field.key == "previous_response_id" && !field.value.is_null()) {
            if (field.value.get(text) || text.empty())
                return invalid("previous_response_id", "'previous_response_id' takes the id of a response.");
            wish.previousId = text;
        } else if (field.key == "store" && !field.value.is_null()) {
            bool store = false;
            if (field.value.get(store))
                return invalid("store", "'store' takes true or false.");
            wish.store = store;
        }
    }
    if (inputIsText)
        wish.input = '[' + userMessage(inputText) + ']';
    else
        wish.input = input.starts_with('[') ? std::string(input) : "[]";
    return wish;
}

std::string withHistory(std::string body, std::string_view history, std::string_view ownInput)
{
    std::string items = "[" + std::string(history);
    const std::string_view own = ownInput.substr(1, ownInput.size() - 2);
    if (own.find_first_not_of(" \t\r\n") != std::string_view::npos)
        items.append(history.empty() ? "" : ",").append(own);
    items += ']';

    auto members = membersOf(body);
    std::erase_if(members, [](const Member &member) { return member.key == "previous_response_id"; });
    bool has = false;
    for (auto &member : members) {
        if (member.key == "input") {
            member.value = items;
            has = true;
        }
    }
    if (!has)
        members.push_back({"input", items});
    return write(members);
}

std::vector<std::string> itemsOf(std::string_view array)
{
    std::vector<std::string> items;
    dom::array list;
    if (wire::parseJson(array).get(list))
        return items;
    for (const dom::element item : list)
        items.push_back(simdjson::minify(item));
    return items;
}

std::string outputAsInput(std::string_view response)
{
    const auto members = membersOf(response);
    std::string input;
    for (const auto &item : itemsOf(memberOf(members, "output"))) {
        auto fields = membersOf(item);
        const std::string type = textOf(memberOf(fields, "type"));
        if (type == "reasoning" && textOf(memberOf(fields, "encrypted_content")).empty())
            continue;
        if (type == "message" || type == "function_call" || type == "custom_tool_call")
            std::erase_if(fields, [](const Member &field) { return field.key == "id"; });
        input.append(input.empty() ? "" : ",").append(write(fields));
    }
    return input;
}

std::string shownItem(std::string_view item, std::string_view responseId, std::size_t number)
{
    auto fields = membersOf(item);
    std::string type = textOf(memberOf(fields, "type"));
    const std::string role = textOf(memberOf(fields, "role"));
    if (type.empty() && !role.empty()) {
        fields.insert(fields.begin(), {"type", "\"message\""});
        type = "message";
    }
    std::string parts;
    for (auto &field : fields) {
        if (type != "message" || field.key != "content" || !field.value.starts_with('"'))
            continue;
        JsonWriter json;
        json.beginArray()
            .beginObject()
            .field("type", role == "assistant" ? "output_text" : "input_text")
            .rawField("text", field.value)
            .endObject()
            .endArray();
        parts = json.take();
        field.value = parts;
    }
    std::string id;
    if (memberOf(fields, "id").empty()) {
        const std::string prefix = type == "message" ? "msg_" : type == "function_call" ? "fc_" : "item_";
        appendJsonString(id, prefix + std::string(responseId.substr(responseId.find('_') + 1)) + '_' +
                                 std::to_string(number));
        fields.insert(fields.begin(), {"id", id});
    }
    return write(fields);
}

std::string idOf(std::string_view json)
{
    return textOf(memberOf(membersOf(json), "id"));
}

std::string withPreviousId(std::string response, std::string_view previousId)
{
    auto members = membersOf(response);
    std::string id;
    appendJsonString(id, previousId);
    for (auto &member : members) {
        if (member.key != "previous_response_id")
            continue;
        member.value = id;
        return write(members);
    }
    if (members.empty())
        return response;
    members.push_back({"previous_response_id", id});
    return write(members);
}

} // namespace beaver::responses
