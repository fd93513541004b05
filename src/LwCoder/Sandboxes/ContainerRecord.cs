using System.Text.Json;
using LwCoder.Platform.Files;
using LwCoder.Sandboxes.Images;

namespace LwCoder.Sandboxes;

/// <summary>Writes `container.json`: what ran and what it saw, for people and for `runs show`. No secrets.</summary>
internal static class ContainerRecord
{
    public const string FileName = "container.json";

    public static void Write(string path, ContainerSpec container, AgentImage image)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("schema_version", 1);
            json.WriteString("name", container.Name);
            json.WriteString("image", image.Name);
            json.WriteString("digest", image.Id);
            json.WriteString("user", container.User?.ToString());
            json.WriteString("network", container.Limits.Network);
            json.WriteStartArray("mounts");
            foreach (var mount in container.Mounts)
            {
                json.WriteStartObject();
                json.WriteString("source", mount.Source);
                json.WriteString("target", mount.Target);
                json.WriteBoolean("writable", mount.Writable);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        AtomicFile.WriteBytes(path, buffer.ToArray(), toDisk: false);
    }
}
