import { z } from 'zod';
import { endpoint, nothing } from './endpoint.ts';
import { idSchema, wordsSchema } from './fields.ts';

const NAME_MAX_CHARS = 20;
const REASON_MAX_CHARS = 500;
const POSITION_MAX = 10_000;

const categorySchema = z.object({
  categoryId: idSchema,
  name: z.string(),
  parentId: idSchema.nullable(),
});
export type Category = z.infer<typeof categorySchema>;

const categoriesSchema = z.object({ items: z.array(categorySchema) });

/** All of the tree, siblings in their order, parents before their children. */
export const listCategories = endpoint({
  name: 'listCategories',
  method: 'GET',
  path: '/categories',
  auth: 'none',
  query: nothing,
  reply: categoriesSchema,
});

const categoryFields = {
  name: wordsSchema(NAME_MAX_CHARS, '이름을 적어 주세요.'),
  /** Null for one at the top. */
  parentId: idSchema.nullable(),
  /** Among its siblings, from 0; the last place unless told. */
  position: z.int().min(0).max(POSITION_MAX),
};
/** Kept with what was done; our own page asks for it every time. */
const reasonField = { reason: wordsSchema(REASON_MAX_CHARS, '이유를 적어 주세요.').optional() };
const categoryParams = z.strictObject({ categoryId: idSchema });

/** The tree as it is then, so that an operator's page need not ask again. */
export const createCategory = endpoint({
  name: 'createCategory',
  method: 'POST',
  path: '/categories',
  auth: 'required',
  status: 201,
  body: z.strictObject({
    name: categoryFields.name,
    parentId: categoryFields.parentId.default(null),
    position: categoryFields.position.optional(),
    ...reasonField,
  }),
  reply: categoriesSchema,
  refusals: [
    'UNAUTHENTICATED',
    'ORIGIN_NOT_ALLOWED',
    'FORBIDDEN',
    'CATEGORY_NOT_FOUND',
    'CATEGORY_NAME_TAKEN',
    'CATEGORY_TOO_DEEP',
  ],
});

export const changeCategory = endpoint({
  name: 'changeCategory',
  method: 'PATCH',
  path: '/categories/:categoryId',
  auth: 'required',
  params: categoryParams,
  body: z.strictObject({ ...categoryFields, ...reasonField }).partial(),
  reply: categoriesSchema,
  refusals: [
    'UNAUTHENTICATED',
    'ORIGIN_NOT_ALLOWED',
    'FORBIDDEN',
    'CATEGORY_NOT_FOUND',
    'CATEGORY_NAME_TAKEN',
    'CATEGORY_TOO_DEEP',
    'CATEGORY_IN_ITSELF',
  ],
});

/** Takes away one that is empty: no auction was ever listed in it, and nothing is below it. */
export const deleteCategory = endpoint({
  name: 'deleteCategory',
  method: 'DELETE',
  path: '/categories/:categoryId',
  auth: 'required',
  params: categoryParams,
  body: z.strictObject(reasonField),
  reply: categoriesSchema,
  refusals: [
    'UNAUTHENTICATED',
    'ORIGIN_NOT_ALLOWED',
    'FORBIDDEN',
    'CATEGORY_NOT_FOUND',
    'CATEGORY_IN_USE',
  ],
});
