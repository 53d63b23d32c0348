import { describe, expect, it } from 'vitest';
import { ApiError } from '../../src/features/http/api-error.ts';
import { fromDatabase } from '../../src/features/http/database-error.ts';

describe('a refusal of the database', () => {
  it.each(['CN001', 'CN002', 'CN003', 'CN004', 'CN005', 'CN006', 'CN007'])(
    '%s is bad input, with its field',
    (code) => {
      expect(fromDatabase({ code, message: 'organisationId: no organisation x' })).toMatchObject({
        status: 400,
        code: 'invalid_input',
        field: 'organisationId',
      });
    },
  );

  it('names a field inside the payload', () => {
    expect(
      fromDatabase({ code: 'CN003', message: 'payload.value: must be between 1 and 100' }),
    ).toMatchObject({
      field: 'payload.value',
    });
  });

  it.each(['CN008', '42501'])('%s is a missing right, told without details', (code) => {
    const error = fromDatabase({ code, message: 'permission denied for table secrets' });
    expect(error).toMatchObject({ status: 403 });
    expect(error.message).not.toContain('secrets');
  });

  it.each(['PGRST301', 'PGRST303'])('%s is a session that has ended', (code) => {
    expect(fromDatabase({ code, message: 'JWT expired' })).toMatchObject({ status: 401 });
  });

  it('that nobody foresaw is no answer for the caller', () => {
    expect(fromDatabase({ code: 'XX000', message: 'internal' })).not.toBeInstanceOf(ApiError);
    expect(fromDatabase({ message: 'fetch failed' })).not.toBeInstanceOf(ApiError);
  });
});
