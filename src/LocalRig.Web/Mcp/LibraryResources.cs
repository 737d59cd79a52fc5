using LocalRig.Answers;
using LocalRig.Catalog;
using LocalRig.Devices;
using LocalRig.Questions;
using LocalRig.Shapes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LocalRig.Web.Mcp;

/// <summary>What language models may read without asking: the catalogue of models and of devices, and each entry.</summary>
/// <param name="desk">Whose catalogue it is.</param>
internal sealed class LibraryResources(Desk desk)
{
    private const string Models = "localrig://models";
    private const string Devices = "localrig://devices";
    private const string Json = "application/json";

    private static readonly ObjectShape<CatalogModel> Entry = new ObjectShape<CatalogModel>()
        .Text("id", "The model's name.", m => m.Id)
        .Text("family", "Its family.", m => m.Family)
        .Integer("parameters", "How many weights it has.", m => m.ParameterCount)
        .Text("released", "When it was released; may be empty.", m => m.Released);

    private static readonly ObjectShape<KnownDevice> Device = new ObjectShape<KnownDevice>()
        .Text("id", "The name rigs take.", d => d.Id)
        .Bytes("memoryBytes", "Bytes of memory of its largest version.", d => d.Memory)
        .Number("bandwidthBytesPerSecond", "Peak memory bandwidth.", d => d.Bandwidth.BytesPerSecond);

    private static readonly ObjectShape<KnownDevice> WholeDevice = new ObjectShape<KnownDevice>()
        .Text("id", "The name rigs take.", d => d.Id)
        .Text("product", "Its product's name.", d => d.Product)
        .Text("maker", "Who makes it.", d => d.Maker)
        .Bytes("memoryBytes", "Bytes of memory of its largest version.", d => d.Memory)
        .Text("memoryType", "The kind of memory; may be empty.", d => d.MemoryType)
        .Number("bandwidthBytesPerSecond", "Peak memory bandwidth.", d => d.Bandwidth.BytesPerSecond)
        .NumberOrNull("watts", "What it draws by its data sheet; null where unknown.", d => d.Watts)
        .Flag("sharesHostMemory", "Whether its memory is the machine's.", d => d.SharesHostMemory)
        .Texts("sources", "Where its figures come from.", d => d.Sources);

    /// <summary>Adds them to a server.</summary>
    public void AddTo(McpServerOptions options)
    {
        options.Handlers.ListResourcesHandler = (_, _) => ValueTask.FromResult(new ListResourcesResult
        {
            Resources =
            [
                new Resource { Uri = Models, Name = "models", Title = "Models known by name", Description = "Every model of the catalogue: name, family, parameters, release.", MimeType = Json },
                new Resource { Uri = Devices, Name = "devices", Title = "Devices known by name", Description = "Every device that rigs are made of: name, memory, bandwidth.", MimeType = Json },
            ],
        });
        options.Handlers.ListResourceTemplatesHandler = (_, _) => ValueTask.FromResult(new ListResourceTemplatesResult
        {
            ResourceTemplates =
            [
                new ResourceTemplate { UriTemplate = Models + "/{id}", Name = "model", Title = "One model", Description = "What the catalogue knows of a model, with sources.", MimeType = Json },
                new ResourceTemplate { UriTemplate = Devices + "/{id}", Name = "device", Title = "One device", Description = "What the catalogue knows of a device, with sources.", MimeType = Json },
            ],
        });
        options.Handlers.ReadResourceHandler = (request, _) => ValueTask.FromResult(Read(request.Params?.Uri ?? ""));
    }

    private ReadResourceResult Read(string uri)
    {
        string? text = uri switch
        {
            Models => new ListShape<CatalogModel>(Entry).Text(desk.Catalogue().Models),
            Devices => new ListShape<KnownDevice>(Device).Text(DeviceCatalog.Default.All),
            _ when Named(uri, Models) is string id => desk.Catalogue().Find(id) is CatalogModel model ? ModelsJson.Shape.Text([model]) : null,
            _ when Named(uri, Devices) is string id => DeviceCatalog.Default.All.FirstOrDefault(d => d.Id.Equals(id, StringComparison.OrdinalIgnoreCase)) is KnownDevice device ? WholeDevice.Text(device) : null,
            _ => null,
        };
        return text is null
            ? throw new McpProtocolException($"There is no {uri}; {Models} and {Devices} list what there is.", McpErrorCode.ResourceNotFound)
            : new ReadResourceResult { Contents = [new TextResourceContents { Uri = uri, MimeType = Json, Text = text }] };
    }

    private static string? Named(string uri, string under) => uri.StartsWith(under + "/", StringComparison.Ordinal) ? Uri.UnescapeDataString(uri[(under.Length + 1)..]) : null;
}
