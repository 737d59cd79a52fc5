using System.Text.Json;
using LocalRig.Contract;
using LocalRig.Shapes;

namespace LocalRig.Web.Mcp;

/// <summary>A tool's arguments as a request, and whether all of the answer is wanted.</summary>
internal static class ToolArguments
{
    /// <summary>The argument that asks for all of the answer.</summary>
    public const string Details = "details";

    /// <summary>Takes them apart.</summary>
    /// <exception cref="RequestException"><c>details</c> is neither true nor false.</exception>
    public static (string Request, bool Details) Read(IDictionary<string, JsonElement>? arguments)
    {
        bool details = false;
        string request = JsonText.Of(json =>
        {
            json.WriteStartObject();
            foreach ((string name, JsonElement value) in arguments ?? new Dictionary<string, JsonElement>())
            {
                if (name == Details)
                {
                    details = value.ValueKind switch
                    {
                        JsonValueKind.True => true,
                        JsonValueKind.False or JsonValueKind.Null => false,
                        _ => throw new RequestException(new Problem(ErrorCode.Usage, "`details` is neither true nor false.", "Write true or false.", Details)),
                    };
                }
                else if (value.ValueKind is not JsonValueKind.Null)
                {
                    // Models write null for what they don't give.
                    json.WritePropertyName(name);
                    value.WriteTo(json);
                }
            }

            json.WriteEndObject();
        });
        return (request, details);
    }
}
