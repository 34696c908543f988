#include <server/projects/project_json.h>
#include <shared/api/rfc3339.h>

namespace beaver::projects {

namespace {

void writeOwn(JsonWriter &json, const Project &project)
{
    json.field("account_id", project.account.text())
        .field("name", project.name)
        .field("is_default", project.isDefault)
        .field("status", project.status);
}

} // namespace

void writeProjectMembers(JsonWriter &json, const View &view)
{
    json.field("id", view.project.id.text());
    writeOwn(json, view.project);
    json.optionalField("role", memberRoleName(view.role)).field("keys", view.keys).key("credentials").beginArray();
    for (const Credential &credential : view.credentials)
        writeCredential(json, credential);
    json.endArray()
        .field("created_at", api::rfc3339(view.project.createdAtMs))
        .field("updated_at", api::rfc3339(view.project.updatedAtMs));
}

void writeMember(JsonWriter &json, const Member &member)
{
    json.beginObject()
        .field("account_id", member.account.text())
        .field("email", member.email)
        .field("role", memberRoleName(member.role))
        .field("created_at", api::rfc3339(member.createdAtMs))
        .endObject();
}

void writeCredential(JsonWriter &json, const Credential &credential)
{
    json.beginObject()
        .field("provider", credential.provider)
        .field("last_four", credential.hint)
        .field("created_at", api::rfc3339(credential.createdAtMs))
        .field("updated_at", api::rfc3339(credential.updatedAtMs))
        .endObject();
}

std::string auditJson(const Project &project)
{
    JsonWriter json;
    json.beginObject();
    writeOwn(json, project);
    return json.endObject().take();
}

std::string auditJson(const Member &member)
{
    JsonWriter json;
    return json.beginObject()
        .field("member", member.account.text())
        .field("email", member.email)
        .field("role", memberRoleName(member.role))
        .endObject()
        .take();
}

std::string auditJson(const Credential &credential)
{
    JsonWriter json;
    return json.beginObject()
        .field("provider", credential.provider)
        .field("last_four", credential.hint)
        .endObject()
        .take();
}

} // namespace beaver::projects
