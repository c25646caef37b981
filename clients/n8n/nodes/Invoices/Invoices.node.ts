import {
  NodeApiError,
  NodeConnectionTypes,
  NodeOperationError,
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
  type JsonObject,
} from "n8n-workflow";
import { operations } from "./operations";
import { properties } from "./properties";

/** Uploads documents, and reads and decides about invoices. */
export class Invoices implements INodeType {
  description: INodeTypeDescription = {
    displayName: "Invoices",
    name: "invoices",
    icon: { light: "file:../../icons/invoices.light.svg", dark: "file:../../icons/invoices.dark.svg" },
    group: ["transform"],
    version: 1,
    subtitle: '={{$parameter["operation"]}}',
    description: "Upload documents, and read, confirm and export invoices",
    defaults: { name: "Invoices" },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: "invoicesApi", required: true }],
    properties,
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    const made: INodeExecutionData[] = [];
    for (const index of this.getInputData().keys()) {
      const name = this.getNodeParameter("operation", index) as string;
      const operation = operations[name];
      if (!operation)
        throw new NodeOperationError(this.getNode(), `There is no operation ${name}`, { itemIndex: index });
      try {
        for (const item of await operation.call(this, index)) made.push({ ...item, pairedItem: { item: index } });
      } catch (error) {
        if (!this.continueOnFail()) {
          throw new NodeApiError(this.getNode(), error as JsonObject, { itemIndex: index });
        }
        made.push({ json: { error: (error as Error).message }, pairedItem: { item: index } });
      }
    }
    return [made];
  }
}
